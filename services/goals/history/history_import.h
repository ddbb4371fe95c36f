#pragma once

#include "absl/status/statusor.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Gives an objective to which nothing has happened the history it had elsewhere (history_rules.h
// says what one is). Goes by the rules of storage, not by the policy: resources are written as they
// are given, with their times, and what is known about key results is told anew by their check-ins.
absl::StatusOr<okapi::goals::v1::Objective> ImportHistory(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::ImportObjectiveHistoryRequest& request);

}  // namespace okapi::goals
