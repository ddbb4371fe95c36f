#pragma once

#include "absl/status/statusor.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Why a number is what it is: the progress of an objective or key result, the calibration of a team
// or organization. INVALID_ARGUMENT for other names.
absl::StatusOr<okapi::goals::v1::Explanation> ExplanationOf(
    const GoalsStore& store, const storage::Reader& reader,
    const okapi::goals::v1::ExplainRequest& request);

}  // namespace okapi::goals
