#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "okapi/reporting/v1/decision.pb.h"
#include "okapi/reporting/v1/decision_history.pb.h"

// What happened to a decision, taken from one Okapi to another. Pure functions.
namespace okapi::reporting {

okapi::reporting::v1::DecisionHistory TellHistory(const okapi::reporting::v1::Decision& decision);

// FAILED_PRECONDITION / INVALID_STATE when something has happened to the decision already;
// INVALID_ARGUMENT naming every field of the history that is wrong.
absl::Status TakeHistory(const okapi::reporting::v1::DecisionHistory& history, absl::Time now,
                         okapi::reporting::v1::Decision& decision);

}  // namespace okapi::reporting
