#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/calendar/fiscal_year.h"
#include "google/type/date.pb.h"
#include "okapi/common/v1/calendar.pb.h"

namespace okapi::calendar {

using okapi::common::v1::PeriodType;

// A day, week, month, quarter or year of a calendar: the half-open span [start, end) of time, and
// its name.
struct Period {
  PeriodType type = PeriodType::PERIOD_TYPE_UNSPECIFIED;
  // `2025-03-14`, `2025-W11`, `2025-03`, `2025-Q1`, `2025`, `FY2025-Q1`, `FY2025`, `FY2025-P01`.
  // Sorts as text within a type.
  std::string id;
  absl::Time start;
  absl::Time end;

  bool Contains(absl::Time time) const { return start <= time && time < end; }
  friend bool operator==(const Period&, const Period&) = default;
};

okapi::common::v1::Period ToProto(const Period& period);

// How an organization cuts time into periods. Immutable and cheap to copy; safe for concurrent use.
// Every method is a pure function.
//
// Decisions:
// - A period begins at the first instant of its first day in the time zone. A midnight that the
//   clocks skip is replaced by the first instant after it; of a midnight that occurs twice the
//   first counts. A day that a zone skipped altogether has no length.
// - A week belongs to the year that holds its fourth day. For weeks from Monday that is ISO 8601.
// - Months, quarters and years are cut and named as fiscal_year.h says.
// - Periods lie within the years 1 to 9999.
class Calendar {
 public:
  // UTC, January, Monday.
  Calendar();
  // INVALID_ARGUMENT naming every field that is wrong, after `prefix`.
  static absl::StatusOr<Calendar> Create(const okapi::common::v1::Calendar& proto,
                                         absl::string_view prefix = "");

  // The period that holds the time. Precondition: `type` is a real type.
  Period PeriodAt(PeriodType type, absl::Time time) const;
  Period Next(const Period& period) const;
  Period Previous(const Period& period) const;
  // The same period a year earlier: the day or week 52 weeks before, else the same month, quarter
  // or year.
  Period YearBefore(const Period& period) const;
  // The periods that have an instant in [start, end), in order; at most `limit`.
  std::vector<Period> PeriodsBetween(PeriodType type, absl::Time start, absl::Time end,
                                     size_t limit = SIZE_MAX) const;
  // `count` periods, the last of which holds `time`, in order.
  std::vector<Period> LastPeriods(PeriodType type, absl::Time time, int count) const;
  // The period of that id. INVALID_ARGUMENT when there is none in this calendar.
  absl::StatusOr<Period> ParsePeriod(absl::string_view id) const;

  // The first instant of a day, and the first after it. Precondition: CheckDate(date).ok().
  absl::Time StartOf(const google::type::Date& date) const;
  absl::Time EndOf(const google::type::Date& date) const;
  // The day in the calendar's time zone.
  google::type::Date DateOf(absl::Time time) const;

  const absl::TimeZone& time_zone() const { return zone_; }

 private:
  absl::Time StartOf(absl::CivilDay day) const;
  absl::CivilDay FirstDayAt(PeriodType type, absl::CivilDay day) const;
  absl::CivilDay FirstDayAfter(PeriodType type, absl::CivilDay first) const;
  Period PeriodFrom(PeriodType type, absl::CivilDay first) const;
  std::string IdOf(PeriodType type, absl::CivilDay first) const;
  absl::CivilDay FirstWeekOf(absl::civil_year_t year) const;
  absl::CivilDay FirstDayOf(const Period& period) const;

  absl::TimeZone zone_;
  FiscalYear fiscal_year_;
  absl::Weekday week_start_ = absl::Weekday::monday;
};

}  // namespace okapi::calendar
