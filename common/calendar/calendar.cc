#include "common/calendar/calendar.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
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
constexpr int kFiscalDayMax = 28;  // Every month has it.

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

Calendar::Calendar()
    : zone_(absl::UTCTimeZone()),
      fiscal_year_(1, 1, okapi::common::v1::RetailPattern::RETAIL_PATTERN_UNSPECIFIED,
                   absl::Weekday::monday) {}

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
  const int day = proto.fiscal_year_start_day();
  if (day < 0 || day > kFiscalDayMax) {
    violations.Add(absl::StrCat(prefix, "fiscal_year_start_day"), "must be a day from 1 to 28");
  }
  if (!okapi::common::v1::RetailPattern_IsValid(proto.retail_pattern())) {
    violations.Add(absl::StrCat(prefix, "retail_pattern"), "must be a pattern of weeks");
  }
  if (!violations.empty()) return violations.ToStatus();
  if (proto.week_start() != google::type::DAY_OF_WEEK_UNSPECIFIED) {
    calendar.week_start_ = ToWeekday(proto.week_start());
  }
  calendar.fiscal_year_ = FiscalYear(month == 0 ? 1 : month, day == 0 ? 1 : day,
                                     proto.retail_pattern(), calendar.week_start_);
  return calendar;
}

absl::Time Calendar::StartOf(CivilDay day) const {
  const absl::TimeZone::TimeInfo midnight = zone_.At(absl::CivilSecond(day));
  return midnight.kind == absl::TimeZone::TimeInfo::SKIPPED ? midnight.trans : midnight.pre;
}

CivilDay Calendar::FirstDayAt(PeriodType type, CivilDay day) const {
  if (type == PeriodType::DAY) return day;
  if (type == PeriodType::WEEK) return OnOrBefore(day, week_start_);
  return fiscal_year_.FirstDayAt(type, day);
}

CivilDay Calendar::FirstDayAfter(PeriodType type, CivilDay first) const {
  if (type == PeriodType::DAY) return first + 1;
  if (type == PeriodType::WEEK) return first + 7;
  return fiscal_year_.FirstDayAfter(type, first);
}

// The week with the fourth of January is the one whose fourth day is in the new year.
CivilDay Calendar::FirstWeekOf(absl::civil_year_t year) const {
  return OnOrBefore(CivilDay(year, 1, 4), week_start_);
}

std::string Calendar::IdOf(PeriodType type, CivilDay first) const {
  if (type == PeriodType::DAY) {
    return absl::StrFormat("%04d-%02d-%02d", first.year(), first.month(), first.day());
  }
  if (type != PeriodType::WEEK) return fiscal_year_.IdOf(type, first);
  const absl::civil_year_t year = (first + 3).year();
  return absl::StrFormat("%04d-W%02d", year, (first - FirstWeekOf(year)) / 7 + 1);
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
  const CivilDay before = by_weeks ? first - 52 * 7 : fiscal_year_.YearBefore(first);
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
    const auto numbered = [&](PeriodType type, absl::string_view letter, size_t digits) {
      return absl::StartsWith(parts[1], letter) &&
                     ParseNumber(absl::StripPrefix(parts[1], letter), digits, &part)
                 ? std::optional<Period>(
                       PeriodFrom(type, fiscal_year_.FirstDayOf(type, year, part)))
                 : std::nullopt;
    };
    if (parts.size() == 1) {
      period = PeriodFrom(PeriodType::YEAR, fiscal_year_.FirstDayOf(PeriodType::YEAR, year, 1));
    } else if (parts.size() == 3 && ParseNumber(parts[1], 2, &part) &&
               ParseNumber(parts[2], 2, &day)) {
      period = PeriodFrom(PeriodType::DAY, CivilDay(year, part, day));
    } else if (parts.size() == 2 && absl::StartsWith(parts[1], "W") &&
               ParseNumber(parts[1].substr(1), 2, &part)) {
      period = PeriodFrom(PeriodType::WEEK, FirstWeekOf(year) + 7 * (part - 1));
    } else if (parts.size() == 2) {
      period = numbered(PeriodType::QUARTER, "Q", 1)
                   .value_or(numbered(PeriodType::MONTH, "P", 2)
                                 .value_or(numbered(PeriodType::MONTH, "", 2).value_or(Period())));
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

absl::Time Calendar::StartOf(const google::type::Date& date) const { return StartOf(DayOf(date)); }

absl::Time Calendar::EndOf(const google::type::Date& date) const {
  return StartOf(DayOf(date) + 1);
}

google::type::Date Calendar::DateOf(absl::Time time) const {
  return calendar::DateOf(CivilDay(zone_.At(time).cs));
}

}  // namespace okapi::calendar
