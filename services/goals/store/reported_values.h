#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"
#include "services/goals/numbers/dated_value.h"

namespace okapi::goals {

class GoalsStore;

// The values that people reported of a key result and that stand, by the time when they were
// measured; of several of one time the one that was reported last comes last.
absl::StatusOr<std::vector<DatedValue>> ReportedValuesOf(
    const GoalsStore& store, const storage::Reader& reader,
    const okapi::goals::v1::KeyResult& key_result);

}  // namespace okapi::goals
