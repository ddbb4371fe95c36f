#include "services/cli/files/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace okapi::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Line {
  int64_t line;
  std::vector<std::string> fields;
  bool operator==(const Line& other) const = default;
};

struct Outcome {
  std::vector<Line> lines;
  absl::Status status;
  int64_t offset = 0;
};

Outcome ReadCsv(const std::string& text) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), &std::fclose);
  std::fwrite(text.data(), 1, text.size(), file.get());
  std::rewind(file.get());
  CsvReader reader(file.get(), "f.csv");
  Outcome outcome;
  CsvRecord record;
  while (true) {
    absl::StatusOr<bool> more = reader.Next(record);
    outcome.status = more.status();
    outcome.offset = reader.offset();
    if (!more.ok() || !*more) return outcome;
    Line line{record.line(), {}};
    for (size_t i = 0; i < record.size(); ++i) line.fields.emplace_back(record[i]);
    outcome.lines.push_back(std::move(line));
  }
}

TEST(CsvReaderTest, ReadsWhatRfc4180Allows) {
  const struct {
    const char* what;
    std::string text;
    std::vector<Line> lines;
  } cases[] = {
      {"nothing", "", {}},
      {"one field", "a", {{1, {"a"}}}},
      {"lines", "a,b\n1,2\n", {{1, {"a", "b"}}, {2, {"1", "2"}}}},
      {"no last line end", "a,b\n1,2", {{1, {"a", "b"}}, {2, {"1", "2"}}}},
      {"CRLF", "a,b\r\n1,2\r\n", {{1, {"a", "b"}}, {2, {"1", "2"}}}},
      {"byte order mark",
       "\xEF\xBB\xBF"
       "a\n1\n",
       {{1, {"a"}}, {2, {"1"}}}},
      {"only a byte order mark", "\xEF\xBB\xBF", {}},
      {"quoted first after the mark", "\xEF\xBB\xBF\"a\"\n", {{1, {"a"}}}},
      {"empty fields", ",\n,,\n", {{1, {"", ""}}, {2, {"", "", ""}}}},
      {"empty lines", "\na\n\n\r\n1\n\n", {{2, {"a"}}, {5, {"1"}}}},
      {"an empty quoted field is no empty line", "\"\"\n", {{1, {""}}}},
      {"comma in quotes", "\"a,b\",c\n", {{1, {"a,b", "c"}}}},
      {"doubled quotes", "\"a \"\"b\"\"\",\"\"\"\"\n", {{1, {"a \"b\"", "\""}}}},
      {"newline in quotes", "\"a\nb\",c\nd\n", {{1, {"a\nb", "c"}}, {3, {"d"}}}},
      {"CRLF in quotes", "\"a\r\nb\"\r\nd\r\n", {{1, {"a\r\nb"}}, {3, {"d"}}}},
      {"quote at the end", "a,\"b\"", {{1, {"a", "b"}}}},
      {"blanks stay", " a , b\n", {{1, {" a ", " b"}}}},
      {"Vietnamese", "Hà Nội,Đà Nẵng\n", {{1, {"Hà Nội", "Đà Nẵng"}}}},
  };
  for (const auto& c : cases) {
    const Outcome outcome = ReadCsv(c.text);
    EXPECT_TRUE(outcome.status.ok()) << c.what << ": " << outcome.status;
    EXPECT_EQ(outcome.lines, c.lines) << c.what;
    EXPECT_EQ(outcome.offset, static_cast<int64_t>(c.text.size())) << c.what;
  }
}

TEST(CsvReaderTest, NamesTheLineOfWhatIsBroken) {
  const std::string too_long(CsvReader::kFieldBytesMax + 1, 'x');
  const struct {
    std::string text;
    const char* message;
  } cases[] = {
      {"a\n\"b", "f.csv:2: a quote is opened and never closed"},
      {"a\n\"b\n\n\n", "f.csv:2: a quote is opened and never closed"},
      {"a\n\nb\"c\n", "f.csv:3: a quote within an unquoted field"},
      {"a, \"b\"\n", "f.csv:1: a quote within an unquoted field"},
      {"\"a\nb\"c\n", "f.csv:2: text after a closing quote"},
      {"a\rb\n", "f.csv:1: a carriage return without a line feed"},
      {"a\n1\r", "f.csv:2: a carriage return without a line feed"},
      {"a\n\rb\n", "f.csv:2: a carriage return without a line feed"},
      {"\"a\"\rb\n", "f.csv:1: a carriage return without a line feed"},
      {std::string("a\nb\0c\n", 6), "f.csv:2: a zero byte"},
      {std::string("\"\0\"", 3), "f.csv:1: a zero byte"},
      {absl::StrCat("a\n", too_long, "\n"), "f.csv:2: a field of more than 65536 bytes"},
      {absl::StrCat("a\n\"", too_long, "\"\n"), "f.csv:2: a field of more than 65536 bytes"},
      {std::string(CsvReader::kFieldsMax, ','), "f.csv:1: more than 4096 columns"},
  };
  for (const auto& c : cases) {
    const Outcome outcome = ReadCsv(c.text);
    EXPECT_EQ(outcome.status.code(), absl::StatusCode::kInvalidArgument) << c.message;
    EXPECT_THAT(std::string(outcome.status.message()), HasSubstr(c.message));
  }
}

TEST(CsvReaderTest, AFieldMayBeAsLongAsTheLimit) {
  const std::string longest(CsvReader::kFieldBytesMax, 'x');
  EXPECT_THAT(ReadCsv(absl::StrCat("a,", longest, ",\"", longest, "\"\n")).lines,
              ElementsAre(Line{1, {"a", longest, longest}}));
}

// The file is larger than what is read at once; every kind of byte comes to lie on the border.
TEST(CsvReaderTest, NothingHappensAtTheBordersOfTheBuffer) {
  const std::string row = "12,\"a \"\"b\"\"\r\n,\",c\r\n";
  for (size_t shift = 0; shift < row.size(); ++shift) {
    std::string text(shift, 'x');
    text += '\n';
    int64_t rows = shift == 0 ? 0 : 1;
    for (; text.size() < (size_t{1} << 20) + 100; ++rows) text += row;
    const Outcome outcome = ReadCsv(text);
    ASSERT_TRUE(outcome.status.ok()) << outcome.status << " at " << shift;
    ASSERT_EQ(static_cast<int64_t>(outcome.lines.size()), rows);
    for (size_t i = shift == 0 ? 0 : 1; i < outcome.lines.size(); ++i) {
      ASSERT_THAT(outcome.lines[i].fields, ElementsAre("12", "a \"b\"\r\n,", "c")) << shift;
    }
  }
}

TEST(CsvReaderTest, AFolderCannotBeRead) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> folder(std::fopen("/", "r"), &std::fclose);
  CsvReader reader(folder.get(), "/");
  CsvRecord record;
  EXPECT_THAT(std::string(reader.Next(record).status().message()), HasSubstr("Is a directory"));
}

}  // namespace
}  // namespace okapi::cli
