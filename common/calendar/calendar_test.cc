#include "common/calendar/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "common/calendar/date.h"
#include "common/status/errors.h"

namespace okapi::calendar {
namespace {

constexpr PeriodType kTypes[] = {PeriodType::DAY, PeriodType::WEEK, PeriodType::MONTH,
                                 PeriodType::QUARTER, PeriodType::YEAR};

Calendar Make(const std::string& zone, int fiscal_month = 1,
              google::type::DayOfWeek week_start = google::type::MONDAY) {
  okapi::common::v1::Calendar proto;
  proto.set_time_zone(zone);
  proto.set_fiscal_year_start_month(fiscal_month);
  proto.set_week_start(week_start);
  auto calendar = Calendar::Create(proto);
  EXPECT_TRUE(calendar.ok()) << calendar.status();
  return *std::move(calendar);
}

std::vector<std::string> IdsOf(const std::vector<Period>& periods) {
  std::vector<std::string> ids;
  for (const Period& period : periods) ids.push_back(period.id);
  return ids;
}

// What must hold for any calendar at any time: periods lie end to end, know their own instants, and
// come back from their ids.
class PartitionTest : public ::testing::TestWithParam<uint64_t> {};

void CheckPeriod(const Calendar& calendar, PeriodType type, absl::Time time) {
  const Period period = calendar.PeriodAt(type, time);
  SCOPED_TRACE(absl::StrCat(period.id, " at ", absl::FormatTime(time, calendar.time_zone())));
  ASSERT_EQ(period.type, type);
  ASSERT_TRUE(period.Contains(time));
  ASSERT_LT(period.start, period.end);
  ASSERT_EQ(calendar.PeriodAt(type, period.start), period);
  ASSERT_EQ(calendar.PeriodAt(type, period.end - absl::Nanoseconds(1)), period);
  const Period next = calendar.Next(period);
  ASSERT_EQ(next.start, period.end);
  ASSERT_EQ(next, calendar.PeriodAt(type, period.end));
  ASSERT_EQ(calendar.Previous(next), period);
  ASSERT_LT(period.id, next.id);
  const auto parsed = calendar.ParsePeriod(period.id);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  ASSERT_EQ(*parsed, period);
  ASSERT_EQ(ToProto(period).id(), period.id);
  ASSERT_EQ(ToProto(period).start_time().seconds(), absl::ToUnixSeconds(period.start));
}

// Four quarters make a year, three months a quarter.
void CheckNesting(const Calendar& calendar, absl::Time time) {
  const Period year = calendar.PeriodAt(PeriodType::YEAR, time);
  SCOPED_TRACE(year.id);
  const auto quarters = calendar.PeriodsBetween(PeriodType::QUARTER, year.start, year.end);
  ASSERT_EQ(quarters.size(), 4u);
  ASSERT_EQ(quarters.front().start, year.start);
  ASSERT_EQ(quarters.back().end, year.end);
  for (const Period& quarter : quarters) {
    const auto months = calendar.PeriodsBetween(PeriodType::MONTH, quarter.start, quarter.end);
    ASSERT_EQ(months.size(), 3u);
    ASSERT_EQ(months.front().start, quarter.start);
    ASSERT_EQ(months.back().end, quarter.end);
  }
}

// The year before is as many periods back as a year has, and has the same number in it.
void CheckYearBefore(const Calendar& calendar, PeriodType type, int periods_per_year,
                     absl::Time time) {
  const Period period = calendar.PeriodAt(type, time);
  SCOPED_TRACE(period.id);
  Period before = period;
  for (int i = 0; i < periods_per_year; ++i) before = calendar.Previous(before);
  ASSERT_EQ(calendar.YearBefore(period), before);
  if (type == PeriodType::YEAR) return;
  ASSERT_EQ(before.id.substr(before.id.rfind('-')), period.id.substr(period.id.rfind('-')));
}

// However far apart periods are, their names sort as they follow one another.
void CheckOrder(const Calendar& calendar, PeriodType type, const std::vector<absl::Time>& times) {
  std::vector<Period> periods;
  for (absl::Time time : times) periods.push_back(calendar.PeriodAt(type, time));
  std::sort(periods.begin(), periods.end(),
            [](const Period& a, const Period& b) { return a.id < b.id; });
  for (size_t i = 1; i < periods.size(); ++i) {
    const Period& before = periods[i - 1];
    ASSERT_TRUE(before == periods[i] || before.end <= periods[i].start)
        << before.id << " and " << periods[i].id;
  }
}

TEST_P(PartitionTest, PeriodsPartitionTime) {
  SCOPED_TRACE(absl::StrCat("seed ", GetParam()));
  static constexpr const char* kZones[] = {
      "UTC",          "Europe/Berlin",       "Europe/London",   "America/New_York",
      "Asia/Kolkata", "America/Sao_Paulo",   "America/Havana",  "Asia/Ho_Chi_Minh",
      "Asia/Beirut",  "Australia/Lord_Howe", "Pacific/Apia",    "Pacific/Kiritimati",
      "Asia/Tehran",  "Africa/Casablanca",   "America/Caracas", "Pacific/Kwajalein",
      "Asia/Manila",  "America/Goose_Bay",   "Africa/Monrovia", "Antarctica/Troll"};
  std::mt19937_64 random(GetParam());
  const absl::Time first = absl::FromCivil(absl::CivilDay(1950, 1, 1), absl::UTCTimeZone());
  const absl::Time last = absl::FromCivil(absl::CivilDay(2037, 1, 1), absl::UTCTimeZone());
  std::uniform_int_distribution<int64_t> second(absl::ToUnixSeconds(first),
                                                absl::ToUnixSeconds(last));
  for (int round = 0; round < 200; ++round) {
    const char* zone = kZones[random() % std::size(kZones)];
    const int fiscal_month = 1 + static_cast<int>(random() % 12);
    const auto week_start = static_cast<google::type::DayOfWeek>(1 + random() % 7);
    okapi::common::v1::Calendar proto;
    proto.set_time_zone(zone);
    proto.set_fiscal_year_start_month(fiscal_month);
    proto.set_week_start(week_start);
    if (random() % 2 == 0) proto.set_fiscal_year_start_day(1 + static_cast<int>(random() % 28));
    proto.set_retail_pattern(static_cast<okapi::common::v1::RetailPattern>(random() % 4));
    SCOPED_TRACE(proto.ShortDebugString());
    const Calendar calendar = *Calendar::Create(proto);
    std::vector<absl::Time> times;
    for (int i = 0; i < 20; ++i) {
      absl::Time time = absl::FromUnixSeconds(second(random));
      // Faults hide where clocks change: half of the times are within two days of a transition.
      absl::TimeZone::CivilTransition transition;
      if (i % 2 == 0 && calendar.time_zone().NextTransition(time, &transition)) {
        time = absl::FromCivil(transition.to, calendar.time_zone()) +
               absl::Minutes(static_cast<int64_t>(random() % 5761) - 2880);
      }
      for (PeriodType type : kTypes) {
        ASSERT_NO_FATAL_FAILURE(CheckPeriod(calendar, type, time));
      }
      ASSERT_NO_FATAL_FAILURE(CheckNesting(calendar, time));
      ASSERT_NO_FATAL_FAILURE(CheckYearBefore(calendar, PeriodType::MONTH, 12, time));
      ASSERT_NO_FATAL_FAILURE(CheckYearBefore(calendar, PeriodType::QUARTER, 4, time));
      ASSERT_NO_FATAL_FAILURE(CheckYearBefore(calendar, PeriodType::YEAR, 1, time));
      times.push_back(time);
    }
    for (PeriodType type : kTypes) {
      ASSERT_NO_FATAL_FAILURE(CheckOrder(calendar, type, times));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, PartitionTest, ::testing::Range<uint64_t>(1, 9));

TEST(CalendarTest, AnEmptyCalendarIsUtcFromJanuaryAndMonday) {
  const auto created = Calendar::Create({});
  ASSERT_TRUE(created.ok());
  const absl::Time time = absl::FromUnixSeconds(1'741'910'400);  // Friday 2025-03-14, 00:00.
  for (const Calendar& calendar : {Calendar(), *created}) {
    EXPECT_EQ(calendar.time_zone(), absl::UTCTimeZone());
    EXPECT_EQ(calendar.PeriodAt(PeriodType::WEEK, time).id, "2025-W11");
    EXPECT_EQ(calendar.PeriodAt(PeriodType::QUARTER, time).id, "2025-Q1");
  }
}

TEST(CalendarTest, EveryWrongFieldIsNamed) {
  okapi::common::v1::Calendar proto;
  proto.set_time_zone("Europe/Nowhere");
  proto.set_fiscal_year_start_month(13);
  proto.set_week_start(static_cast<google::type::DayOfWeek>(8));
  proto.set_fiscal_year_start_day(29);
  proto.set_retail_pattern(static_cast<okapi::common::v1::RetailPattern>(4));
  const absl::Status status = Calendar::Create(proto, "organization.calendar.").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const std::string message(status.message());
  for (const char* field : {"time_zone", "fiscal_year_start_month", "week_start",
                            "fiscal_year_start_day", "retail_pattern"}) {
    EXPECT_THAT(message, ::testing::HasSubstr(absl::StrCat("organization.calendar.", field)));
  }
}

TEST(CalendarTest, AFiscalYearBeginsOnADayThatEveryMonthHas) {
  for (const auto& [day, good] :
       {std::pair(-1, false), {0, true}, {1, true}, {28, true}, {29, false}, {31, false}}) {
    okapi::common::v1::Calendar proto;
    proto.set_fiscal_year_start_day(day);
    EXPECT_EQ(Calendar::Create(proto).ok(), good) << day;
  }
}

// A year from a day after 1 January begins, by its name, in the civil year before.
TEST(CalendarTest, TheFirstYearHasOneBefore) {
  for (int pattern = 0; pattern < okapi::common::v1::RetailPattern_ARRAYSIZE; ++pattern) {
    okapi::common::v1::Calendar proto;
    proto.set_fiscal_year_start_month(7);
    proto.set_retail_pattern(static_cast<okapi::common::v1::RetailPattern>(pattern));
    const Calendar calendar = *Calendar::Create(proto);
    for (const char* id : {"FY0001", "FY0001-Q1"}) {
      SCOPED_TRACE(absl::StrCat(id, " of ", proto.ShortDebugString()));
      const auto first = calendar.ParsePeriod(id);
      ASSERT_TRUE(first.ok()) << first.status();
      EXPECT_EQ(calendar.PeriodAt(first->type, first->start), *first);
      const Period before = calendar.Previous(*first);
      EXPECT_EQ(before.end, first->start);
      EXPECT_EQ(calendar.Next(before), *first);
      EXPECT_LT(calendar.YearBefore(*first).start, first->start);
    }
  }
}

TEST(CalendarTest, ListsPeriodsOfASpan) {
  const Calendar calendar = Make("Europe/Berlin");
  const Period march = *calendar.ParsePeriod("2025-03");
  const auto weeks = calendar.PeriodsBetween(PeriodType::WEEK, march.start, march.end);
  EXPECT_THAT(IdsOf(weeks), ::testing::ElementsAre("2025-W09", "2025-W10", "2025-W11", "2025-W12",
                                                   "2025-W13", "2025-W14"));
  EXPECT_EQ(calendar.PeriodsBetween(PeriodType::DAY, march.start, march.end).size(), 31u);
  EXPECT_EQ(calendar.PeriodsBetween(PeriodType::DAY, march.start, march.end, 5).size(), 5u);
  EXPECT_THAT(calendar.PeriodsBetween(PeriodType::DAY, march.start, march.start),
              ::testing::IsEmpty());
}

TEST(CalendarTest, ListsTheLastPeriods) {
  const Calendar calendar = Make("UTC", 7);
  const absl::Time time = absl::FromCivil(absl::CivilDay(2025, 8, 2), absl::UTCTimeZone());
  EXPECT_THAT(IdsOf(calendar.LastPeriods(PeriodType::QUARTER, time, 3)),
              ::testing::ElementsAre("FY2025-Q3", "FY2025-Q4", "FY2026-Q1"));
  EXPECT_THAT(calendar.LastPeriods(PeriodType::YEAR, time, 0), ::testing::IsEmpty());
}

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(DateTest, OnlyDaysThatExist) {
  for (const auto& date : {Date(2024, 2, 29), Date(1, 1, 1), Date(9999, 12, 31), Date(2000, 2, 29)})
    EXPECT_TRUE(CheckDate(date, "day").ok()) << FormatDate(date);
  for (const auto& date : {Date(2025, 2, 29), Date(1900, 2, 29), Date(2025, 4, 31), Date(0, 1, 1),
                           Date(10000, 1, 1), Date(2025, 0, 1), Date(2025, 13, 1), Date(2025, 1, 0),
                           Date(2025, -1, 5), Date(2025, 1, 1'000'000'000)}) {
    const absl::Status status = CheckDate(date, "cycle.start_date");
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << FormatDate(date);
    EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("cycle.start_date"));
  }
}

TEST(DateTest, OrderAndText) {
  EXPECT_EQ(FormatDate(Date(2025, 3, 4)), "2025-03-04");
  EXPECT_TRUE(Before(Date(2024, 12, 31), Date(2025, 1, 1)));
  EXPECT_TRUE(Before(Date(2025, 1, 9), Date(2025, 2, 1)));
  EXPECT_FALSE(Before(Date(2025, 1, 9), Date(2025, 1, 9)));
}

TEST(DateTest, ADayGoesFromItsFirstInstantToTheNext) {
  const Calendar calendar = Make("Europe/Berlin");
  const auto date = Date(2025, 3, 30);
  EXPECT_EQ(calendar.EndOf(date) - calendar.StartOf(date), absl::Hours(23));
  EXPECT_EQ(FormatDate(calendar.DateOf(calendar.StartOf(date))), "2025-03-30");
  EXPECT_EQ(FormatDate(calendar.DateOf(calendar.EndOf(date))), "2025-03-31");
  EXPECT_EQ(FormatDate(calendar.DateOf(calendar.EndOf(date) - absl::Nanoseconds(1))), "2025-03-30");
}

}  // namespace
}  // namespace okapi::calendar
