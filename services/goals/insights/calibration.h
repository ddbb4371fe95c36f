#pragma once

#include "absl/status/statusor.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// How the confidence that people reported compares with what came of it. Every check-in with a
// confidence that was not corrected is one forecast; what came of it is whether the key result had
// reached its target when its objective was closed. Those without a value then count for nothing.
absl::StatusOr<okapi::goals::v1::Calibration> CalibrationOf(
    const GoalsStore& store, const storage::Reader& reader,
    const okapi::goals::v1::GetCalibrationRequest& request);

}  // namespace okapi::goals
