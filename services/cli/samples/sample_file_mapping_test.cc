#include "services/cli/samples/sample_file_mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace okapi::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

SampleMappingFlags Sales() {
  SampleMappingFlags flags;
  flags.time = "time";
  flags.values = {"revenue=amount"};
  flags.counts = {"transactions"};
  flags.labels = {"region", "Sales person=salesperson"};
  flags.kind = "delta";
  return flags;
}

CsvRecord Header(const std::string& line) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), &std::fclose);
  std::fwrite(line.data(), 1, line.size(), file.get());
  std::rewind(file.get());
  CsvRecord record;
  EXPECT_TRUE(*CsvReader(file.get(), "f.csv").Next(record));
  return record;
}

TEST(SampleFileMappingTest, TakesTheFlags) {
  const absl::StatusOr<SampleMapping> mapping = ParseSampleMapping(Sales());
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  EXPECT_EQ(mapping->time_column, "time");
  ASSERT_EQ(mapping->metrics.size(), 2U);
  EXPECT_EQ(mapping->metrics[0].name, "revenue");
  EXPECT_EQ(mapping->metrics[0].column, "amount");
  EXPECT_EQ(mapping->metrics[1].name, "transactions");
  EXPECT_EQ(mapping->metrics[1].column, std::nullopt);
  ASSERT_EQ(mapping->labels.size(), 2U);
  EXPECT_EQ(mapping->labels[1].column, "Sales person");
  EXPECT_EQ(mapping->labels[1].name, "salesperson");
}

TEST(SampleFileMappingTest, EqualsSignsMayBeInColumns) {
  SampleMappingFlags flags = Sales();
  flags.values = {"revenue=a=b"};
  flags.labels = {"c=d=label"};
  const absl::StatusOr<SampleMapping> mapping = ParseSampleMapping(flags);
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  EXPECT_EQ(mapping->metrics[0].column, "a=b");
  EXPECT_EQ(mapping->labels[0].column, "c=d");
}

TEST(SampleFileMappingTest, NamesTheFlagThatIsWrong) {
  const struct {
    std::function<void(SampleMappingFlags&)> change;
    const char* message;
  } cases[] = {
      {[](auto& f) { f.time = ""; }, "--time: name the column"},
      {[](auto& f) { f.time_zone = "Hanoi"; }, "--time-zone: 'Hanoi' is unknown"},
      {[](auto& f) { f.values = {"revenue"}; }, "--value: 'revenue' must be METRIC=COLUMN"},
      {[](auto& f) { f.values = {"revenue="}; }, "--value: 'revenue=' must be METRIC=COLUMN"},
      {[](auto& f) { f.values = {"=amount"}; }, "--value: '' must be a letter"},
      {[](auto& f) { f.values = {"1st=amount"}; }, "--value: '1st' must be a letter"},
      {[](auto& f) { f.values[0].insert(0, 201, 'm'); }, "at most 200 bytes"},
      {[](auto& f) { f.counts = {"revenue"}; }, "--count: metric 'revenue' is given twice"},
      {[](auto& f) { f.values = f.counts = {}; }, "nothing to push"},
      {[](auto& f) { f.labels = {"Sales person"}; }, "--label: 'Sales person' must be a letter"},
      {[](auto& f) {
         f.labels = {"a=x", "b=x"};
       },
       "--label: label 'x' is given twice"},
      {[](auto& f) { f.kind = ""; }, "--kind: must be delta"},
      {[](auto& f) { f.kind = "gauge"; }, "--count: needs --kind delta"},
      {[](auto& f) { f.batch_samples = 1; }, "a row gives at most 1 samples"},
  };
  for (const auto& c : cases) {
    SampleMappingFlags flags = Sales();
    c.change(flags);
    const absl::Status status = ParseSampleMapping(flags).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.message;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.message));
  }
}

TEST(SampleFileMappingTest, FindsColumnsWhereverTheyAre) {
  const absl::StatusOr<MappedColumns> columns = FindColumns(
      *ParseSampleMapping(Sales()), Header("region,amount,time,id,Sales person\n"), "f.csv");
  ASSERT_TRUE(columns.ok()) << columns.status();
  EXPECT_EQ(columns->time, 2U);
  EXPECT_THAT(columns->values, ElementsAre(1U, std::nullopt));
  EXPECT_THAT(columns->labels, ElementsAre(0U, 4U));
  EXPECT_EQ(columns->count, 5U);
}

TEST(SampleFileMappingTest, NamesMissingColumnsAndThoseThatExist) {
  const absl::Status status =
      FindColumns(*ParseSampleMapping(Sales()), Header("when,amount,region,region\n"), "f.csv")
          .status();
  EXPECT_EQ(status.message(),
            "f.csv:1: column 'time' is missing, 'region' is there twice, 'Sales person' is "
            "missing; the columns are 'when', 'amount', 'region', 'region'");
}

TEST(SampleFileMappingTest, WhateverChangesSamplesChangesTheFingerprint) {
  const std::vector<std::function<void(SampleMappingFlags&)>> changes = {
      [](auto&) {},
      [](auto& f) { f.time = "date"; },
      [](auto& f) { f.time_zone = "Asia/Ho_Chi_Minh"; },
      [](auto& f) { f.values = {"revenue=net"}; },
      [](auto& f) { f.values = {"sales=amount"}; },
      [](auto& f) {
        f.values = {"revenue=amount", "transactions=#"}, f.counts = {};
      },
      [](auto& f) { f.counts = {}; },
      [](auto& f) { f.labels = {"region"}; },
      [](auto& f) {
        f.labels = {"region", "Sales person=person"};
      },
      [](auto& f) {
        f.labels = {"Sales person=salesperson", "region"};
      },
      [](auto& f) { f.kind = "gauge", f.counts = {}; },
      [](auto& f) { f.batch_samples = 100; },
  };
  std::set<std::string> fingerprints;
  for (const auto& change : changes) {
    SampleMappingFlags flags = Sales();
    change(flags);
    const absl::StatusOr<SampleMapping> mapping = ParseSampleMapping(flags);
    ASSERT_TRUE(mapping.ok()) << mapping.status();
    EXPECT_TRUE(fingerprints.insert(MappingFingerprint(*mapping)).second);
    EXPECT_EQ(MappingFingerprint(*mapping), MappingFingerprint(*ParseSampleMapping(flags)));
  }
}

TEST(SampleFileMappingTest, AnExportedFileIsMappedByNothingElse) {
  SampleMappingFlags flags;
  flags.exported = true;
  EXPECT_TRUE(ParseSampleMapping(flags).ok());
  flags.kind = "gauge";
  EXPECT_THAT(std::string(ParseSampleMapping(flags).status().message()), HasSubstr("--exported"));
}

}  // namespace
}  // namespace okapi::cli
