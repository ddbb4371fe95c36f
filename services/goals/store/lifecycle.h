#pragma once

#include "absl/status/status.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"

// The states of objectives, but for closing. Each moves the objective on and refuses with
// INVALID_STATE from where it cannot.
namespace okapi::goals {

class GoalsStore;

absl::Status Propose(okapi::goals::v1::Objective& objective);
absl::Status Withdraw(okapi::goals::v1::Objective& objective);
// Of an active one nothing changes. KEY_RESULT_COUNT and OBJECTIVE_LIMIT by the policy.
absl::Status Activate(const GoalsStore& store, const storage::Reader& reader,
                      okapi::goals::v1::Objective& objective);
absl::Status Archive(okapi::goals::v1::Objective& objective);
absl::Status Restore(okapi::goals::v1::Objective& objective);

// INVALID_STATE saying what the state is.
absl::Status NotInState(const okapi::goals::v1::Objective& objective);

// Whether the objective takes changes: it is neither CLOSED nor ARCHIVED.
absl::Status CheckOpen(const okapi::goals::v1::Objective& objective);

}  // namespace okapi::goals
