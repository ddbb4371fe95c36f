#pragma once

#include "absl/status/status.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"

namespace okapi::goals {

class GoalsStore;

// What must hold for the links of an objective to others: each exists, is named once, and none
// leads back. INVALID_ARGUMENT, REFERENCE_NOT_FOUND or CYCLIC_REFERENCE.
absl::Status CheckAlignments(const GoalsStore& store, const storage::Reader& reader,
                             const okapi::goals::v1::Objective& objective);

}  // namespace okapi::goals
