#pragma once

#include "absl/status/statusor.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Updates that take along what counts from the first day of a cycle: the initiatives that are due
// so many weeks after it get their days anew, also where the caller does not see them.

absl::StatusOr<okapi::goals::v1::Cycle> UpdateCycle(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::UpdateCycleRequest& request);

absl::StatusOr<okapi::goals::v1::Objective> UpdateObjective(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::UpdateObjectiveRequest& request);

}  // namespace okapi::goals
