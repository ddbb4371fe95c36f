#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// What came of a cycle so far, of what `reader` sees; all of that once it is closed.
absl::StatusOr<okapi::goals::v1::CycleResult> CycleResultOf(const GoalsStore& store,
                                                            const storage::Reader& reader,
                                                            const std::string& name);

}  // namespace okapi::goals
