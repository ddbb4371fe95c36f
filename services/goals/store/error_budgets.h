#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/scoring/error_budget.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"
#include "services/goals/numbers/progress.h"

// What the history of a key result says of its error budget.
namespace okapi::goals {

class GoalsStore;

// The values of a key result whose current value is filled in, up to a time, by time: those that
// people reported and that stand; of what is driven those of its days, and while it is not heard,
// or has no value any more, none. What was not heard when its objective was closed stays so.
absl::StatusOr<std::vector<scoring::ValueStep>> ValueStepsOf(
    const GoalsStore& store, const storage::Reader& reader,
    const okapi::goals::v1::Objective& objective, const okapi::goals::v1::KeyResult& key_result,
    absl::Time until);

// Fills in what is left of its error budget, if it has one; only then is its history read.
absl::Status ShowErrorBudget(const GoalsStore& store, const storage::Reader& reader,
                             const okapi::goals::v1::Objective& objective, const Timing& timing,
                             okapi::goals::v1::KeyResult& key_result);

}  // namespace okapi::goals
