#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// How the calibration of an organization, or of one of its teams, comes of what people said of each
// key result; of one cycle if it is not empty.
absl::StatusOr<okapi::goals::v1::Explanation> ExplainCalibration(const GoalsStore& store,
                                                                 const storage::Reader& reader,
                                                                 const std::string& name,
                                                                 const std::string& cycle);

}  // namespace okapi::goals
