#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/storage/overlay.h"
#include "common/storage/reader.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Lays the values of an organization's key results at `time` over the past, as they are known in
// the state `now`: of the check-ins that stand and the days that a KPI has said, what was measured
// by then. `then` is the whole state at that time. A key result that has another source now, or is
// gone, keeps what was known.
absl::Status LayKnownValues(const GoalsStore& store, const storage::Reader& now,
                            const storage::Reader& then, const std::string& organization,
                            absl::Time time, storage::Overlay& overlay);

}  // namespace okapi::goals
