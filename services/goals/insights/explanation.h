#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Why the progress of an objective or key result is what it is. INVALID_ARGUMENT for other names.
absl::StatusOr<okapi::goals::v1::Explanation> ExplanationOf(const GoalsStore& store,
                                                            const storage::Reader& reader,
                                                            const std::string& name);

}  // namespace okapi::goals
