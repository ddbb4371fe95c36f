#include "common/calendar/calendar.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/calendar/date.h"
#include "common/status/errors.h"

namespace okapi::calendar {
namespace {

using absl::CivilDay;
using absl::CivilMonth;
using absl::CivilYear;

constexpr int kMonthsPerQuarter = 3;

// From google.type.DayOfWeek, in which Monday is 1 and Sunday 7.
absl::Weekday ToWeekday(google::type::DayOfWeek day) {
  constexpr absl::Weekday kDays[] = {absl::Weekday::monday,    absl::Weekday::tuesday,
                                     absl::Weekday::wednesday, absl::Weekday::thursday,
                                     absl::Weekday::friday,    absl::Weekday::saturday,
                                     absl::Weekday::sunday};
  return kDays[day - 1];
}

// The day itself if it falls on that weekday, else the last one before that does.
CivilDay OnOrBefore(CivilDay day, absl::Weekday weekday) {
  return absl::PrevWeekday(day + 1, weekday);
}

bool ParseNumber(absl::string_view text, size_t digits, int* number) {
  return text.size() == digits && absl::SimpleAtoi(text, number) && *number > 0;
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  return timestamp;
}

}  // namespace

okapi::common::v1::Period ToProto(const Period& period) {
  okapi::common::v1::Period proto;
  proto.set_type(period.type);
  proto.set_id(period.id);
  *proto.mutable_start_time() = ToTimestamp(period.start);
  *proto.mutable_end_time() = ToTimestamp(period.end);
  return proto;
}

Calendar::Calendar() : zone_(absl::UTCTimeZone()) {}

absl::StatusOr<Calendar> Calendar::Create(const okapi::common::v1::Calendar& proto,
                                          absl::string_view prefix) {
  Calendar calendar;
  status::FieldViolations violations;
  if (!proto.time_zone().empty() && !absl::LoadTimeZone(proto.time_zone(), &calendar.zone_)) {
    violations.Add(
        absl::StrCat(prefix, "time_zone"),
        absl::StrCat("'", proto.time_zone(),
                     "' is not a time zone; expected an IANA name such as Asia/Ho_Chi_Minh"));
  }
  const int month = proto.fiscal_year_start_month();
  if (month < 0 || month > 12) {
    violations.Add(absl::StrCat(prefix, "fiscal_year_start_month"), "must be a month from 1 to 12");
  }
  if (!google::type::DayOfWeek_IsValid(proto.week_start())) {
    violations.Add(absl::StrCat(prefix, "week_start"), "must be a day of the week");
  }
  if (!violations.empty()) return violations.ToStatus();
  calendar.fiscal_month_ = month == 0 ? 1 : month;
  if (proto.week_start() != google::type::DAY_OF_WEEK_UNSPECIFIED) {
    calendar.week_start_ = ToWeekday(proto.week_start());
  }
  return calendar;
}

absl::Time Calendar::StartOf(CivilDay day) const {
  const absl::TimeZone::TimeInfo midnight = zone_.At(absl::CivilSecond(day));
  return midnight.kind == absl::TimeZone::TimeInfo::SKIPPED ? midnight.trans : midnight.pre;
}

CivilDay Calendar::FirstDayAt(PeriodType type, CivilDay day) const {
  const int months_into_year = (day.month() - fiscal_month_ + 12) % 12;
  switch (type) {
    case PeriodType::WEEK:
      return OnOrBefore(day, week_start_);
    case PeriodType::MONTH:
      return CivilDay(CivilMonth(day));
    case PeriodType::QUARTER:
      return CivilDay(CivilMonth(day) - months_into_year % kMonthsPerQuarter);
    case PeriodType::YEAR:
      return CivilDay(CivilMonth(day) - months_into_year);
    default:
      return day;
  }
}

CivilDay Calendar::FirstDayAfter(PeriodType type, CivilDay first) const {
  switch (type) {
    case PeriodType::WEEK:
      return first + 7;
    case PeriodType::MONTH:
      return CivilDay(CivilMonth(first) + 1);
    case PeriodType::QUARTER:
      return CivilDay(CivilMonth(first) + kMonthsPerQuarter);
    case PeriodType::YEAR:
      return CivilDay(CivilMonth(first) + 12);
    default:
      return first + 1;
  }
}

// The week with the fourth of January is the one whose fourth day is in the new year.
CivilDay Calendar::FirstWeekOf(absl::civil_year_t year) const {
  return OnOrBefore(CivilDay(year, 1, 4), week_start_);
}

std::string Calendar::IdOf(PeriodType type, CivilDay first) const {
  const char* fiscal = fiscal_month_ == 1 ? "" : "FY";
  const CivilDay year_start = FirstDayAt(PeriodType::YEAR, first);
  const absl::civil_year_t fiscal_year = year_start.year() + (fiscal_month_ == 1 ? 0 : 1);
  switch (type) {
    case PeriodType::WEEK: {
      const absl::civil_year_t year = (first + 3).year();
      return absl::StrFormat("%04d-W%02d", year, (first - FirstWeekOf(year)) / 7 + 1);
    }
    case PeriodType::MONTH:
      return absl::StrFormat("%04d-%02d", first.year(), first.month());
    case PeriodType::QUARTER: {
      const absl::civil_diff_t months = CivilMonth(first) - CivilMonth(year_start);
      return absl::StrFormat("%s%04d-Q%d", fiscal, fiscal_year, months / kMonthsPerQuarter + 1);
    }
    case PeriodType::YEAR:
      return absl::StrFormat("%s%04d", fiscal, fiscal_year);
    default:
      return absl::StrFormat("%04d-%02d-%02d", first.year(), first.month(), first.day());
  }
}

Period Calendar::PeriodFrom(PeriodType type, CivilDay first) const {
  return {type, IdOf(type, first), StartOf(first), StartOf(FirstDayAfter(type, first))};
}

CivilDay Calendar::FirstDayOf(const Period& period) const {
  // A week whose first day the zone skipped starts, as an instant, on its second.
  return FirstDayAt(period.type, CivilDay(zone_.At(period.start).cs));
}

Period Calendar::PeriodAt(PeriodType type, absl::Time time) const {
  Period period = PeriodFrom(type, FirstDayAt(type, CivilDay(zone_.At(time).cs)));
  // Where clocks went back across midnight, the civil day names the wrong side of it.
  if (time >= period.end) return Next(period);
  if (time < period.start) return Previous(period);
  return period;
}

Period Calendar::Next(const Period& period) const {
  CivilDay first = FirstDayAfter(period.type, FirstDayOf(period));
  Period next = PeriodFrom(period.type, first);
  while (next.start == next.end) {  // A day that the zone skipped.
    first = FirstDayAfter(period.type, first);
    next = PeriodFrom(period.type, first);
  }
  return next;
}

Period Calendar::Previous(const Period& period) const {
  CivilDay first = FirstDayAt(period.type, FirstDayOf(period) - 1);
  Period previous = PeriodFrom(period.type, first);
  while (previous.start == previous.end) {
    first = FirstDayAt(period.type, first - 1);
    previous = PeriodFrom(period.type, first);
  }
  return previous;
}

Period Calendar::YearBefore(const Period& period) const {
  const CivilDay first = FirstDayOf(period);
  const bool by_weeks = period.type == PeriodType::DAY || period.type == PeriodType::WEEK;
  const CivilDay before = by_weeks ? first - 52 * 7 : CivilDay(CivilMonth(first) - 12);
  return PeriodFrom(period.type, before);
}

std::vector<Period> Calendar::PeriodsBetween(PeriodType type, absl::Time start, absl::Time end,
                                             size_t limit) const {
  std::vector<Period> periods;
  for (Period period = PeriodAt(type, start); period.start < end && periods.size() < limit;
       period = Next(period)) {
    periods.push_back(period);
  }
  return periods;
}

std::vector<Period> Calendar::LastPeriods(PeriodType type, absl::Time time, int count) const {
  std::vector<Period> periods(static_cast<size_t>(count));
  Period period = PeriodAt(type, time);
  for (auto it = periods.rbegin(); it != periods.rend(); ++it) {
    *it = period;
    period = Previous(period);
  }
  return periods;
}

absl::StatusOr<Period> Calendar::ParsePeriod(absl::string_view id) const {
  const std::vector<absl::string_view> parts = absl::StrSplit(absl::StripPrefix(id, "FY"), '-');
  int year = 0;
  int part = 0;
  int day = 0;
  Period period;
  if (ParseNumber(parts[0], 4, &year)) {
    const int fiscal_start_year = fiscal_month_ == 1 ? year : year - 1;
    const CivilMonth fiscal_start(fiscal_start_year, fiscal_month_);
    if (parts.size() == 1) {
      period = PeriodFrom(PeriodType::YEAR, CivilDay(fiscal_start));
    } else if (parts.size() == 3 && ParseNumber(parts[1], 2, &part) &&
               ParseNumber(parts[2], 2, &day)) {
      period = PeriodFrom(PeriodType::DAY, CivilDay(year, part, day));
    } else if (parts.size() == 2 && ParseNumber(parts[1], 2, &part)) {
      period = PeriodFrom(PeriodType::MONTH, CivilDay(year, part, 1));
    } else if (parts.size() == 2 && ParseNumber(absl::StripPrefix(parts[1], "Q"), 1, &part)) {
      period =
          PeriodFrom(PeriodType::QUARTER, CivilDay(fiscal_start + kMonthsPerQuarter * (part - 1)));
    } else if (parts.size() == 2 && ParseNumber(absl::StripPrefix(parts[1], "W"), 2, &part)) {
      period = PeriodFrom(PeriodType::WEEK, FirstWeekOf(year) + 7 * (part - 1));
    }
  }
  // Writing it again shows whatever was not right: month 13, week 53 of a short year, a prefix too
  // many.
  if (id.empty() || period.id != id) {
    return status::InvalidField("period",
                                absl::StrCat("'", id, "' is not a period of this calendar"));
  }
  return period;
}

absl::Time Calendar::StartOf(const google::type::Date& date) const {
  return StartOf(CivilDay(date.year(), date.month(), date.day()));
}

absl::Time Calendar::EndOf(const google::type::Date& date) const {
  return StartOf(CivilDay(date.year(), date.month(), date.day()) + 1);
}

google::type::Date Calendar::DateOf(absl::Time time) const {
  const CivilDay day(zone_.At(time).cs);
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

}  // namespace okapi::calendar
