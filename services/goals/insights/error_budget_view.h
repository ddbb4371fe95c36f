#pragma once

#include "absl/status/statusor.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// The error budget of a key result, and how fast it burns. INVALID_STATE when it has none.
absl::StatusOr<okapi::goals::v1::ErrorBudget> ViewErrorBudget(
    const GoalsStore& store, const storage::Reader& reader,
    const okapi::goals::v1::GetErrorBudgetRequest& request);

}  // namespace okapi::goals
