#include "common/calendar/date.h"

#include <tuple>

#include "absl/strings/str_format.h"
#include "common/status/errors.h"

namespace okapi::calendar {

absl::Status CheckDate(const google::type::Date& date, absl::string_view field) {
  const bool in_range =
      date.year() >= 1 && date.year() <= 9999 && date.month() >= 1 && date.day() >= 1;
  // Civil time normalizes 30 February to 2 March; a date that exists stays as it is.
  const absl::CivilDay day(date.year(), date.month(), date.day());
  if (in_range && day.year() == date.year() && day.month() == date.month() &&
      day.day() == date.day()) {
    return absl::OkStatus();
  }
  return status::InvalidField(
      field, absl::StrFormat("%d-%d-%d is not a date", date.year(), date.month(), date.day()));
}

std::string FormatDate(const google::type::Date& date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
}

bool Before(const google::type::Date& a, const google::type::Date& b) {
  return std::tuple(a.year(), a.month(), a.day()) < std::tuple(b.year(), b.month(), b.day());
}

absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

google::type::Date DateOf(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

}  // namespace okapi::calendar
