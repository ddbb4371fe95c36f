#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/calendar/calendar.h"
#include "common/status/errors.h"
#include "tests/support/vectors.h"

// tests/vectors/calendar.json, which another implementation wrote.
namespace okapi::calendar {
namespace {

using okapi::testing::ReadVectors;
using okapi::testing::Vector;

Calendar CalendarOf(const Vector& vector) {
  auto calendar = Calendar::Create(vector.Object("calendar").As<okapi::common::v1::Calendar>());
  EXPECT_TRUE(calendar.ok()) << calendar.status();
  return *std::move(calendar);
}

PeriodType TypeOf(const Vector& vector) {
  PeriodType type = PeriodType::PERIOD_TYPE_UNSPECIFIED;
  EXPECT_TRUE(okapi::common::v1::PeriodType_Parse(vector.Text("type"), &type));
  return type;
}

absl::Time TimeOf(const Vector& vector, const std::string& field) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, vector.Text(field), &time, &error)) << error;
  return time;
}

void ExpectPeriod(const Period& period, const Vector& expected) {
  EXPECT_EQ(period.id, expected.Text("id"));
  EXPECT_EQ(period.start, TimeOf(expected, "start_time"));
  EXPECT_EQ(period.end, TimeOf(expected, "end_time"));
  EXPECT_EQ(absl::ToInt64Seconds(period.end - period.start), expected.Integer("seconds"));
}

TEST(CalendarVectorsTest, Periods) {
  const auto file = ReadVectors("calendar.json");
  for (const Vector& vector : Vector(file).Objects("periods")) {
    SCOPED_TRACE(vector.Text("name"));
    const Calendar calendar = CalendarOf(vector);
    const Period period = calendar.PeriodAt(TypeOf(vector), TimeOf(vector, "time"));
    EXPECT_EQ(period.type, TypeOf(vector));
    ExpectPeriod(period, vector);
    EXPECT_EQ(calendar.Next(period).id, vector.Text("next"));
    EXPECT_EQ(calendar.Previous(period).id, vector.Text("previous"));
    ExpectPeriod(calendar.YearBefore(period), vector.Object("year_before"));
  }
}

TEST(CalendarVectorsTest, Parsed) {
  const auto file = ReadVectors("calendar.json");
  for (const Vector& vector : Vector(file).Objects("parsed")) {
    SCOPED_TRACE(vector.Text("name"));
    const auto period = CalendarOf(vector).ParsePeriod(vector.Text("id"));
    ASSERT_TRUE(period.ok()) << period.status();
    EXPECT_EQ(period->type, TypeOf(vector));
    ExpectPeriod(*period, vector);
  }
}

TEST(CalendarVectorsTest, Refused) {
  const auto file = ReadVectors("calendar.json");
  for (const Vector& vector : Vector(file).Objects("refused")) {
    SCOPED_TRACE(absl::StrCat("'", vector.Text("id"), "'"));
    const absl::Status status = CalendarOf(vector).ParsePeriod(vector.Text("id")).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    EXPECT_EQ(status::ReasonOf(status), status::ErrorReason::INVALID_FIELD);
  }
}

}  // namespace
}  // namespace okapi::calendar
