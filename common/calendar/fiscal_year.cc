#include "common/calendar/fiscal_year.h"

#include "absl/strings/str_format.h"

namespace okapi::calendar {
namespace {

using absl::CivilDay;
using absl::CivilMonth;
using okapi::common::v1::PeriodType;
using okapi::common::v1::RetailPattern;

constexpr int kMonths = 12;
constexpr int kMonthsPerQuarter = 3;
constexpr int kWeeksPerQuarter = 13;
// Before every year there is a period of, or one before it: so that no month has a number below 0.
constexpr absl::civil_year_t kFirstYear = -400;

int MonthsIn(PeriodType type) {
  if (type == PeriodType::YEAR) return kMonths;
  return type == PeriodType::QUARTER ? kMonthsPerQuarter : 1;
}

}  // namespace

FiscalYear::FiscalYear(int month, int day, RetailPattern pattern, absl::Weekday week_start)
    : month_(month), day_(day), pattern_(pattern), week_start_(week_start) {}

bool FiscalYear::retail() const { return pattern_ != RetailPattern::RETAIL_PATTERN_UNSPECIFIED; }

CivilDay FiscalYear::RetailYear(absl::civil_year_t year) const {
  // The last such day of the week up to three days later is the nearest one.
  return absl::PrevWeekday(CivilDay(year, month_, day_) + 4, week_start_);
}

int FiscalYear::WeeksBefore(int64_t month) const {
  const auto quarters = static_cast<int>(month / kMonthsPerQuarter);
  const auto months = static_cast<int>(month % kMonthsPerQuarter);
  const int first = pattern_ == RetailPattern::WEEKS_544 ? 5 : 4;
  const int second = pattern_ == RetailPattern::WEEKS_454 ? 5 : 4;
  return quarters * kWeeksPerQuarter + (months > 0 ? first : 0) + (months > 1 ? second : 0);
}

int64_t FiscalYear::MonthAt(CivilDay day) const {
  if (!retail()) {
    const CivilMonth month = CivilMonth(day) - (day.day() < day_ ? 1 : 0);
    return month - CivilMonth(kFirstYear, month_);
  }
  absl::civil_year_t year = day.year() + 1;
  while (RetailYear(year) > day) --year;
  const int64_t week = (day - RetailYear(year)) / 7;
  int64_t month = kMonths - 1;  // With the 53rd week.
  while (WeeksBefore(month) > week) --month;
  return (year - kFirstYear) * kMonths + month;
}

CivilDay FiscalYear::StartOf(int64_t month) const {
  if (retail()) {
    return RetailYear(kFirstYear + month / kMonths) + 7 * WeeksBefore(month % kMonths);
  }
  const CivilMonth civil = CivilMonth(kFirstYear, month_) + month;
  return CivilDay(civil.year(), civil.month(), day_);
}

CivilDay FiscalYear::FirstDayAt(PeriodType type, CivilDay day) const {
  const int64_t month = MonthAt(day);
  return StartOf(month - month % MonthsIn(type));
}

CivilDay FiscalYear::FirstDayAfter(PeriodType type, CivilDay first) const {
  return StartOf(MonthAt(first) + MonthsIn(type));
}

CivilDay FiscalYear::YearBefore(CivilDay first) const { return StartOf(MonthAt(first) - kMonths); }

std::string FiscalYear::IdOf(PeriodType type, CivilDay first) const {
  if (type == PeriodType::MONTH && !retail()) {
    return absl::StrFormat("%04d-%02d", first.year(), first.month());
  }
  const int64_t month = MonthAt(first);
  const std::string year = absl::StrFormat("%s%04d", civil() && !retail() ? "" : "FY",
                                           kFirstYear + month / kMonths + (civil() ? 0 : 1));
  if (type == PeriodType::YEAR) return year;
  if (type == PeriodType::MONTH) return absl::StrFormat("%s-P%02d", year, month % kMonths + 1);
  return absl::StrFormat("%s-Q%d", year, month % kMonths / kMonthsPerQuarter + 1);
}

CivilDay FiscalYear::FirstDayOf(PeriodType type, int year, int number) const {
  if (type == PeriodType::MONTH && !retail()) return CivilDay(year, number, day_);
  const int64_t begins = year - (civil() ? 0 : 1);
  return StartOf((begins - kFirstYear) * kMonths + int64_t{number - 1} * MonthsIn(type));
}

}  // namespace okapi::calendar
