#pragma once

#include "absl/status/status.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// The forecast of a key result, the values that it is made of, and by which rule; nothing where
// there is none.
absl::Status AddForecast(const GoalsStore& store, const storage::Reader& reader,
                         const okapi::goals::v1::Objective& objective,
                         const okapi::goals::v1::KeyResult& key_result, const Timing& timing,
                         okapi::goals::v1::Explanation& explanation);

}  // namespace okapi::goals
