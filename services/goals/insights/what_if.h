#pragma once

#include "absl/status/statusor.h"
#include "common/journal/transaction.h"
#include "common/storage/reader.h"
#include "okapi/common/v1/change.pb.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// What changes would do, in two steps: they are made in a write of which nothing stays, so that
// they are checked like any other, and what they would change is then laid over the state. So the
// lane is not held up by what the sums above them cost.

// Makes the changes, one after the other, and gives the record of it. An error names the change:
// `changes[1].retarget...`.
absl::StatusOr<okapi::common::v1::ChangeRecord> TryChanges(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::WhatIfRequest& request);

// What moves when the changes of the record are laid over the state: of what the reader sees.
absl::StatusOr<okapi::goals::v1::WhatIfResponse> MovesOf(
    const GoalsStore& store, const storage::Reader& reader,
    const okapi::common::v1::ChangeRecord& record);

}  // namespace okapi::goals
