#include "services/cli/samples/sample_file_time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace okapi::cli {
namespace {

absl::TimeZone Zone(const char* name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

TEST(SampleFileTimeTest, ReadsWhatFilesWrite) {
  const struct {
    const char* text;
    const char* zone;
    const char* utc;
  } cases[] = {
      {"2026-01-31T08:30:00Z", "Asia/Ho_Chi_Minh", "2026-01-31T08:30:00+00:00"},
      {"2026-01-31t08:30:00z", "UTC", "2026-01-31T08:30:00+00:00"},
      {"2026-01-31T08:30:00+07:00", "UTC", "2026-01-31T01:30:00+00:00"},
      {"2026-01-31T23:30:00-03:30", "UTC", "2026-02-01T03:00:00+00:00"},
      {"2026-01-31 08:30:00+07:00", "UTC", "2026-01-31T01:30:00+00:00"},
      {"2026-01-31T08:30:00.25Z", "UTC", "2026-01-31T08:30:00.25+00:00"},
      {"2026-01-31T08:30:00.1234569Z", "UTC", "2026-01-31T08:30:00.123456+00:00"},
      {"2026-01-31", "UTC", "2026-01-31T00:00:00+00:00"},
      {"2026-01-31", "Asia/Ho_Chi_Minh", "2026-01-30T17:00:00+00:00"},
      {"2026-01-31 08:30", "Asia/Ho_Chi_Minh", "2026-01-31T01:30:00+00:00"},
      {"2026-01-31 08:30:05", "Asia/Ho_Chi_Minh", "2026-01-31T01:30:05+00:00"},
      {"2026-01-31T08:30:05.5", "UTC", "2026-01-31T08:30:05.5+00:00"},
      {" 2026-01-31\t", "UTC", "2026-01-31T00:00:00+00:00"},
      {"2024-02-29", "UTC", "2024-02-29T00:00:00+00:00"},
      {"1769848200", "Asia/Ho_Chi_Minh", "2026-01-31T08:30:00+00:00"},
      {"1769848200.5", "UTC", "2026-01-31T08:30:00.5+00:00"},
      {"1769848200500", "UTC", "2026-01-31T08:30:00.5+00:00"},
      // The clocks of Berlin repeat 02:30 on this day; those of Beirut skipped midnight on the
      // other.
      {"2026-10-25 02:30", "Europe/Berlin", "2026-10-25T00:30:00+00:00"},
      {"2022-03-27", "Asia/Beirut", "2022-03-26T22:00:00+00:00"},
  };
  for (const auto& c : cases) {
    const absl::StatusOr<absl::Time> time = ParseSampleTime(c.text, Zone(c.zone));
    ASSERT_TRUE(time.ok()) << c.text << ": " << time.status();
    EXPECT_EQ(absl::FormatTime(absl::RFC3339_full, *time, absl::UTCTimeZone()), c.utc) << c.text;
  }
}

TEST(SampleFileTimeTest, RefusesTheRest) {
  for (const char* text : {"",
                           " ",
                           "yesterday",
                           "31.01.2026",
                           "01/31/2026",
                           "2026-1-31",
                           "2026-01",
                           "2026-02-29",
                           "2026-13-01",
                           "2026-00-10",
                           "2026-01-31T",
                           "2026-01-31T08",
                           "2026-01-31 24:00",
                           "2026-01-31 08:60",
                           "2026-01-31 08:30:60",
                           "2026-01-31T08:30:00.",
                           "2026-01-31T08:30:00+7",
                           "2026-01-31T08:30:00+0700",
                           "2026-01-31T08:30:00+24:00",
                           "2026-01-31T08:30:00Z ago",
                           "2026-01-31  08:30",
                           "-2026-01-31",
                           "20260131",
                           "2026",
                           "0",
                           "-1769848200",
                           "1e9",
                           "nan",
                           "infinite-future",
                           "1.7.6",
                           "999999999999999999999"}) {
    const absl::StatusOr<absl::Time> time = ParseSampleTime(text, absl::UTCTimeZone());
    EXPECT_EQ(time.status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(SampleFileTimeTest, SaysWhatWouldBeRight) {
  const absl::Status compact = ParseSampleTime("20260131", absl::UTCTimeZone()).status();
  EXPECT_THAT(std::string(compact.message()), testing::HasSubstr("write a date as 2026-01-31"));
  const absl::Status german = ParseSampleTime("31.01.2026", absl::UTCTimeZone()).status();
  EXPECT_THAT(std::string(german.message()), testing::HasSubstr("'31.01.2026' is not a time"));
  const absl::Status skipped = ParseSampleTime("2026-03-29 02:30", Zone("Europe/Berlin")).status();
  EXPECT_EQ(skipped.message(),
            "'2026-03-29 02:30' is no time in Europe/Berlin: its clocks skip it");
}

}  // namespace
}  // namespace okapi::cli
