#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/calendar/calendar.h"
#include "common/status/errors.h"

namespace okapi::reporting {

// Adds what is wrong with a time that a report is to look at: it must lie in the years from 1970 to
// 8999, so that a timestamp can hold every period of the report.
void CheckReportTime(absl::string_view field, absl::Time time, status::FieldViolations& violations);

// What is wrong with the id of a period that the calendar does not have: it names those of a time.
std::string NoSuchPeriod(const calendar::Calendar& calendar, absl::Time time);

}  // namespace okapi::reporting
