#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
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

// OBJECTIVE_LIMIT when the objective's team or owner has as many active ones in its cycle, besides
// this, as the policy allows. An empty team or owner has no limit.
absl::Status CheckLimits(const GoalsStore& store, const storage::Reader& reader,
                         const okapi::goals::v1::Objective& objective,
                         const okapi::goals::v1::GoalPolicy& policy);

// INVALID_STATE saying what the state is.
absl::Status NotInState(const okapi::goals::v1::Objective& objective);

// What its grade keeps of a key result, whose numbers then stay as they were; nullptr if nothing.
const okapi::goals::v1::KeyResultGrade* FindGraded(const okapi::goals::v1::Objective& objective,
                                                   absl::string_view key_result);

// Whether the objective takes changes: it is neither CLOSED nor ARCHIVED.
absl::Status CheckOpen(const okapi::goals::v1::Objective& objective);

}  // namespace okapi::goals
