#pragma once

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

}  // namespace okapi::metrics
