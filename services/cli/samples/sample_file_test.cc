#include "services/cli/samples/sample_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/cli/files/utf8.h"

namespace okapi::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

SampleMappingFlags Flags() {
  SampleMappingFlags flags;
  flags.time = "time";
  flags.values = {"revenue=amount"};
  flags.counts = {"sales"};
  flags.labels = {"region"};
  flags.kind = "delta";
  return flags;
}

class SampleFileTest : public ::testing::Test {
 protected:
  SampleFileTest()
      : path_(absl::StrCat(::testing::TempDir(), "/",
                           ::testing::UnitTest::GetInstance()->current_test_info()->name(),
                           ".csv")) {}
  ~SampleFileTest() override { std::remove(path_.c_str()); }

  absl::StatusOr<std::unique_ptr<SampleFile>> Open(const std::string& text,
                                                   const SampleMappingFlags& flags = Flags()) {
    std::ofstream(path_, std::ios::binary) << text;
    return SampleFile::Open(path_, *ParseSampleMapping(flags));
  }

  // All batches of the file; `rejected_` gets what was rejected.
  std::vector<FileBatch> Batches(SampleFile& file) {
    std::vector<FileBatch> batches;
    while (true) {
      absl::StatusOr<FileBatch> batch =
          file.NextBatch([this](RejectedLine line) { rejected_.push_back(std::move(line)); });
      EXPECT_TRUE(batch.ok()) << batch.status();
      if (!batch.ok() || batch->size() == 0) return batches;
      batches.push_back(*std::move(batch));
    }
  }

  const std::string path_;
  std::vector<RejectedLine> rejected_;
};

TEST_F(SampleFileTest, EveryRowGivesASamplePerMetric) {
  const auto file = *Open(
      "time,region,amount\n"
      "1970-01-02,north,2.5\n"
      "1970-01-03,\"sou\nth\",-1e3\n"
      "1970-01-02T00:00:00.000001Z,north, 7 \n");
  const std::vector<FileBatch> batches = Batches(*file);
  ASSERT_EQ(batches.size(), 1U);
  const FileBatch& batch = batches[0];
  EXPECT_EQ(batch.sequence, 1);
  EXPECT_THAT(batch.series, ElementsAre(0, 1, 2, 3, 0, 1));
  EXPECT_THAT(batch.values, ElementsAre(2.5, 1, -1000, 1, 7, 1));
  EXPECT_THAT(batch.lines, ElementsAre(2, 2, 3, 3, 5, 5));
  constexpr int64_t kDay = 86'400'000'000;
  EXPECT_THAT(batch.times_us, ElementsAre(kDay, kDay, 2 * kDay, 2 * kDay, kDay + 1, kDay + 1));
  EXPECT_EQ(batch.end_offset, file->bytes());
  EXPECT_EQ(file->rows(), 3);

  const auto declaration = file->series().Declaration(2);
  EXPECT_EQ(declaration.metric(), "revenue");
  EXPECT_EQ(declaration.kind(), okapi::metrics::v1::DELTA);
  EXPECT_EQ(declaration.labels().at("region"), "sou\nth");
  EXPECT_EQ(file->series().Declaration(3).metric(), "sales");
}

TEST_F(SampleFileTest, AnExportedFileSaysEverythingItself) {
  SampleMappingFlags flags;
  flags.exported = true;
  const auto file = Open(
      "metric,kind,time,value,labels\n"
      "rate,gauge,2026-01-31T00:00:00.000001Z,5e-324,\"a=1;b=x,\\;\"\n"
      "rate,gauge,2026-01-31T00:00:00.000002Z,-0,\"a=1;b=x,\\;\"\n"
      "clicks,cumulative,2026-01-31T00:00:00Z,3,\n"
      "clicks,often,2026-01-31T00:00:00Z,3,\n"
      "clicks,cumulative,2026-01-31T00:00:00Z,3,a\n",
      flags);
  ASSERT_TRUE(file.ok()) << file.status();
  const std::vector<FileBatch> batches = Batches(**file);
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_THAT(batches[0].series, ElementsAre(0, 0, 1));
  EXPECT_EQ(batches[0].times_us[1] - batches[0].times_us[0], 1);
  EXPECT_EQ(batches[0].values[0], std::numeric_limits<double>::denorm_min());
  EXPECT_TRUE(std::signbit(batches[0].values[1]));
  const auto rate = (*file)->series().Declaration(0);
  EXPECT_EQ(rate.metric(), "rate");
  EXPECT_EQ(rate.kind(), okapi::metrics::v1::GAUGE);
  EXPECT_EQ(rate.labels().at("b"), "x,;");
  const auto clicks = (*file)->series().Declaration(1);
  EXPECT_EQ(clicks.kind(), okapi::metrics::v1::CUMULATIVE);
  EXPECT_EQ(clicks.labels_size(), 0);
  ASSERT_EQ(rejected_.size(), 2U);
  EXPECT_EQ(rejected_[0].reason, "not a kind");
  EXPECT_EQ(rejected_[1].reason, "not labels");
}

TEST_F(SampleFileTest, ARowIsTakenWholeOrNotAtAll) {
  const auto file =
      *Open(absl::StrCat("time,region,amount\n"
                         "1970-01-02,north,1\n"
                         "today,north,1\n"
                         "1970-01-02,north,12 EUR\n"
                         "1970-01-02,north,nan\n"
                         "1970-01-02,north,1e999\n"
                         "1970-01-02,north\n"
                         "1970-01-02,nor\xFFth,1\n"
                         "1970-01-02,",
                         std::string(501, 'x'), ",1\n", "1970-01-02,north,\n"));
  const std::vector<FileBatch> batches = Batches(*file);
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_THAT(batches[0].lines, ElementsAre(2, 2, 10));  // No amount: counted, but no revenue.
  EXPECT_EQ(file->empty_cells(), 1);
  std::vector<std::string> told;
  for (const RejectedLine& line : rejected_) {
    EXPECT_EQ(line.samples, 2);
    told.push_back(absl::StrCat(line.line, " ", line.reason));
  }
  EXPECT_THAT(told,
              ElementsAre("3 not a time", "4 not a number", "5 not a number", "6 not a number",
                          "7 wrong number of columns", "8 not UTF-8", "9 label too long"));
  EXPECT_THAT(rejected_[0].message, HasSubstr("time: 'today' is not a time"));
  EXPECT_THAT(rejected_[1].message, HasSubstr("amount: '12 EUR' is not a finite decimal number"));
  EXPECT_THAT(rejected_[4].message, HasSubstr("2 columns, but the header has 3"));
  EXPECT_THAT(rejected_[5].message, HasSubstr("region: 'nor\\xffth' is not UTF-8"));
}

TEST_F(SampleFileTest, TheSameFileGivesTheSameBatches) {
  std::string text = "time,region,amount\n";
  for (int i = 0; i < 1000; ++i) {
    absl::StrAppend(&text, i % 7 == 0 ? "never" : "2026-01-31", ",r", i % 13, ",", i, "\n");
  }
  SampleMappingFlags flags = Flags();
  flags.batch_samples = 101;  // Odd: the last row that fits leaves a place.
  const auto first = *Open(text, flags);
  const auto second = *Open(text, flags);
  EXPECT_EQ(first->fingerprint(), second->fingerprint());
  EXPECT_EQ(first->fingerprint().size(), 32U);
  const std::vector<FileBatch> batches = Batches(*first);
  const std::vector<FileBatch> again = Batches(*second);
  ASSERT_EQ(batches.size(), again.size());
  size_t samples = 0;
  for (size_t i = 0; i < batches.size(); ++i) {
    EXPECT_EQ(batches[i].sequence, static_cast<int64_t>(i + 1));
    EXPECT_EQ(batches[i].series, again[i].series);
    EXPECT_EQ(batches[i].times_us, again[i].times_us);
    EXPECT_EQ(batches[i].values, again[i].values);
    EXPECT_EQ(batches[i].end_offset, again[i].end_offset);
    const bool last = i + 1 == batches.size();
    EXPECT_TRUE(last || batches[i].size() == 100U);
    samples += batches[i].size();
  }
  EXPECT_EQ(samples, 2U * (1000 - 143));

  EXPECT_NE((*Open(text + "2026-01-31,r1,1\n", flags))->fingerprint(), first->fingerprint());
  flags.batch_samples = 100;
  EXPECT_NE((*Open(text, flags))->fingerprint(), first->fingerprint());
}

// However many series a batch declares, the server takes the message.
TEST_F(SampleFileTest, SeriesThatNeedMuchRoomMakeSmallBatches) {
  std::string text = "time,region,amount\n";
  for (int i = 0; i < 20'000; ++i) {
    absl::StrAppend(&text, "2026-01-31,", i, std::string(480, 'x'), ",1\n");
  }
  SampleMappingFlags flags = Flags();
  flags.batch_samples = 50'000;
  const auto file = *Open(text, flags);
  size_t samples = 0;
  for (const FileBatch& batch : Batches(*file)) {
    size_t bytes = 0;
    for (const uint32_t series : batch.series) {
      bytes += file->series().Declaration(series).ByteSizeLong() + 4;
    }
    EXPECT_LE(bytes, size_t{8} << 20);
    samples += batch.size();
  }
  EXPECT_EQ(samples, 40'000U);
}

TEST_F(SampleFileTest, WhatIsBrokenSendsNothing) {
  EXPECT_THAT(std::string(Open("").status().message()), HasSubstr("is empty"));
  EXPECT_THAT(std::string(Open("a;b\n").status().message()),
              HasSubstr("column 'time' is missing, 'amount' is missing, 'region' is missing; "
                        "the columns are 'a;b'"));
  EXPECT_THAT(
      std::string(
          Open("time,region,amount\n2026-01-31,n,1\n2026-01-31,\"n,1\n").status().message()),
      HasSubstr(".csv:3: a quote is opened and never closed"));
  const absl::Status missing =
      SampleFile::Open("/nonexistent/f.csv", *ParseSampleMapping(Flags())).status();
  EXPECT_EQ(missing.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(missing.message()), HasSubstr("/nonexistent/f.csv: cannot be read"));
}

TEST_F(SampleFileTest, AHeaderAloneIsNothing) {
  const auto file = *Open("time,region,amount\n");
  EXPECT_EQ(file->rows(), 0);
  EXPECT_TRUE(Batches(*file).empty());
}

// Longer than what is read ahead; what is read ahead cannot change.
TEST_F(SampleFileTest, NoticesThatTheFileChanges) {
  std::string text = "time,region,amount\n";
  while (text.size() < (size_t{1} << 20) + 100) text += "2026-01-31,north,1\n";
  const auto file = *Open(text);
  std::ofstream(path_, std::ios::app) << "2026-01-31,north,1\n";
  absl::StatusOr<FileBatch> batch;
  do {
    batch = file->NextBatch([](const RejectedLine&) {});
  } while (batch.ok() && batch->size() > 0);
  EXPECT_EQ(batch.status().code(), absl::StatusCode::kFailedPrecondition) << batch.status();
}

TEST(SampleFileUtf8Test, KnowsUtf8) {
  for (const char* text : {"", "a", "Đà Nẵng", "€", "\U0001F9D0", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
  for (const char* text :
       {"\x80", "\xC3", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "a\xE2\x82", "\xE2\x82g", "\xFF"}) {
    EXPECT_FALSE(IsUtf8(text));
  }
}

}  // namespace
}  // namespace okapi::cli
