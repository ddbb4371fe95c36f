#pragma once

#include "absl/status/status.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// What is left of a key result's error budget, and how that is computed; nothing where it has none.
absl::Status AddErrorBudget(const GoalsStore& store, const storage::Reader& reader,
                            const okapi::goals::v1::Objective& objective,
                            const okapi::goals::v1::KeyResult& key_result, const Timing& timing,
                            okapi::goals::v1::Explanation& explanation);

}  // namespace okapi::goals
