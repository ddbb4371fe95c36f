#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/storage/overlay.h"
#include "common/storage/reader.h"
#include "okapi/common/v1/change.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Puts the values of an organization's key results at `time` into an overlay on the past, as they
// are known in the state `now`: of the check-ins that stand and the days that a KPI has said, what
// was measured by then. `then` is the whole state at that time. A key result that has another
// source now, or is gone, keeps what was known.
absl::Status LayKnownValues(const GoalsStore& store, const storage::Reader& now,
                            const storage::Reader& then, const std::string& organization,
                            absl::Time time, storage::Overlay& overlay);

// Whether a change may have made something else known of `time`: it may, unless it says itself that
// it is about later. Most changes of a company at work are.
bool MayTellOf(const okapi::common::v1::ResourceChange& change, absl::Time time);

}  // namespace okapi::goals
