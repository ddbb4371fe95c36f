#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/calendar/calendar.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::metrics {

// What must hold of a comment beyond its annotations. `before` is null for a new one. Fills in when
// it was said.
absl::Status CheckKpiComment(const calendar::Calendar& calendar, absl::Time now,
                             const okapi::metrics::v1::KpiComment* before,
                             okapi::metrics::v1::KpiComment& after);

// Whether one more fits beside `count` others. RESOURCE_EXHAUSTED otherwise.
absl::Status CheckRoomForComment(const std::string& kpi, int count);

// Whether it was said, or any of the period that it is about lies, in [start, end).
bool Touches(const okapi::metrics::v1::KpiComment& comment, const calendar::Calendar& calendar,
             absl::Time start, absl::Time end);

}  // namespace okapi::metrics
