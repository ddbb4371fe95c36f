#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "okapi/goals/v1/objective_history.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// What happened to an objective, as stored: nothing that is computed when read. NOT_FOUND when
// there is no such objective, LIMIT_EXCEEDED when it is more than a request may carry.
absl::StatusOr<okapi::goals::v1::ObjectiveHistory> HistoryOf(const GoalsStore& store,
                                                             const storage::Reader& reader,
                                                             const std::string& objective);

}  // namespace okapi::goals
