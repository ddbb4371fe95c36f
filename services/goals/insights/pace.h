#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// The history of a key result, and what is expected of it: the data of a pace chart, at `now`.
absl::StatusOr<okapi::goals::v1::Pace> PaceOf(const GoalsStore& store,
                                              const storage::Reader& reader,
                                              const std::string& key_result, absl::Time now);

}  // namespace okapi::goals
