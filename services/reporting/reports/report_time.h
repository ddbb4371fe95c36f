#pragma once

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/status/errors.h"

namespace okapi::reporting {

// Adds what is wrong with a time that a report is to look at: it must lie in the years from 1970 to
// 8999, so that a timestamp can hold every period of the report.
void CheckReportTime(absl::string_view field, absl::Time time, status::FieldViolations& violations);

}  // namespace okapi::reporting
