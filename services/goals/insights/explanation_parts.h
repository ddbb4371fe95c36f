#pragma once

#include "absl/status/status.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// What the value of a key result is made of, each with its value and time, and how it comes of
// them. Precondition: it has a key_result_source and a value.
absl::Status AddParts(const GoalsStore& store, const storage::Reader& reader,
                      const okapi::goals::v1::KeyResult& key_result,
                      okapi::goals::v1::Explanation& explanation);

}  // namespace okapi::goals
