#pragma once

#include "absl/status/statusor.h"
#include "common/journal/transaction.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Says on a check-in that somebody has read it: once, by a member who did not report it. Nothing is
// computed of it, and no rule of the policy holds it up. INVALID_STATE when it was acknowledged or
// corrected already, and of an archived objective.
absl::StatusOr<okapi::goals::v1::CheckIn> Acknowledge(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::AcknowledgeCheckInRequest& request);

}  // namespace okapi::goals
