#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"

namespace okapi::calendar {

// OK for a full date that exists, of the years 1 to 9999. INVALID_ARGUMENT naming `field`
// otherwise.
absl::Status CheckDate(const google::type::Date& date, absl::string_view field);
// `2025-03-14`. Precondition: CheckDate(date).ok().
std::string FormatDate(const google::type::Date& date);
// Precondition for both: CheckDate(date).ok().
bool Before(const google::type::Date& a, const google::type::Date& b);

// The same day for those who count days. Precondition of the first: CheckDate(date).ok().
absl::CivilDay DayOf(const google::type::Date& date);
google::type::Date DateOf(absl::CivilDay day);

}  // namespace okapi::calendar
