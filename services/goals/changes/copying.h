#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/journal/transaction.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Copies an objective with its key results and the initiatives that are not over. The rules are in
// goals_service.proto.
absl::StatusOr<okapi::goals::v1::Objective> Copy(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::CopyObjectiveRequest& request);

}  // namespace okapi::goals
