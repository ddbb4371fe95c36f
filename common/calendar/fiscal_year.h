#pragma once

#include <cstdint>
#include <string>

#include "absl/time/civil_time.h"
#include "okapi/common/v1/calendar.pb.h"

namespace okapi::calendar {

// How a year is cut into twelve months, and these into quarters: the months of the civil calendar
// from some day on, or whole weeks. Pure; cheap to copy.
//
// Decisions:
// - A fiscal year begins on a month and a day, 1 to 28, so that every month has it. Its months
//   begin on that day of every civil month and are named after the civil month in which they
//   begin.
// - A retail year begins on the first day of the week nearest to that date, so between three days
//   before and three days after, and has 52 or 53 weeks. Its quarters have 13 weeks, by the
//   pattern; the 53rd week is the twelfth month's. Months are called P01 to P12. With weeks from
//   Monday, one that is nearest to 1 January has the weeks of the ISO 8601 year.
// - A year is named after the civil year in which the fiscal year that it is, or is nearest to,
//   ends: FY2026 begins in April 2025. One that begins on 1 January has the name of the civil
//   year, and no prefix unless it is a retail year.
// - Month, day, pattern and first day of the week go together in every way; none is refused for
//   another.
class FiscalYear {
 public:
  FiscalYear(int month, int day, okapi::common::v1::RetailPattern pattern,
             absl::Weekday week_start);

  // For months, quarters and years only.
  using PeriodType = okapi::common::v1::PeriodType;
  absl::CivilDay FirstDayAt(PeriodType type, absl::CivilDay day) const;
  absl::CivilDay FirstDayAfter(PeriodType type, absl::CivilDay first) const;
  // The same one of the year before.
  absl::CivilDay YearBefore(absl::CivilDay first) const;
  std::string IdOf(PeriodType type, absl::CivilDay first) const;
  // The first day of the month, quarter or year of that number, from 1, in the year of that name;
  // any day where there is none.
  absl::CivilDay FirstDayOf(PeriodType type, int year, int number) const;

 private:
  bool retail() const;
  // Whether years have the names of civil years.
  bool civil() const { return month_ == 1 && day_ == 1; }
  // Months are numbered through, year by year: those of one begin at a multiple of twelve.
  int64_t MonthAt(absl::CivilDay day) const;
  absl::CivilDay StartOf(int64_t month) const;
  absl::CivilDay RetailYear(absl::civil_year_t year) const;
  // Weeks of a retail year before its month, 0 to 12.
  int WeeksBefore(int64_t month) const;

  int month_;
  int day_;
  okapi::common::v1::RetailPattern pattern_;
  absl::Weekday week_start_;
};

}  // namespace okapi::calendar
