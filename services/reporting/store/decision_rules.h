#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "okapi/reporting/v1/decision.pb.h"

namespace okapi::reporting {

// What must hold of a decision beyond its annotations. `before` is null for a new one. Fills in
// when it was decided.
absl::Status CheckDecision(const okapi::reporting::v1::Decision* before,
                           okapi::reporting::v1::Decision& after, absl::Time now);

}  // namespace okapi::reporting
