#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/journal/transaction.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// How a cycle ends, with every objective in it. The rules are in organizations_service.proto.
absl::StatusOr<okapi::goals::v1::CloseCycleResponse> CloseCycle(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::CloseCycleRequest& request);

absl::Status Reopen(const GoalsStore& store, const storage::Reader& reader,
                    okapi::goals::v1::Cycle& cycle);

}  // namespace okapi::goals
