#pragma once

#include "absl/status/status.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// How a key result gets another way to go without the old one being forgotten.

// Takes over the way of the request and keeps the one before with the reason.
absl::Status Retarget(const GoalsStore& store, const storage::Reader& reader,
                      const okapi::goals::v1::RetargetKeyResultRequest& request, absl::Time now,
                      okapi::goals::v1::KeyResult& key_result);

// Whether two versions of a key result have the same measure, and all else that says how far it has
// come by when.
bool SameWay(const okapi::goals::v1::KeyResult& before, const okapi::goals::v1::KeyResult& after);

// INVALID_STATE where the policy locks the targets of active objectives.
absl::Status CheckUnlocked(const GoalsStore& store, const storage::Reader& reader,
                           const okapi::goals::v1::KeyResult& key_result);

// For an update of a key result of an active objective: keeps the measure before if it is another,
// unless Retarget() has. INVALID_STATE where the policy locks targets, for any other way.
absl::Status KeepFormerWay(const GoalsStore& store, const storage::Reader& reader,
                           const okapi::goals::v1::KeyResult& before,
                           okapi::goals::v1::KeyResult& after);

// A retargeted key result as it would be with its first way.
okapi::goals::v1::KeyResult OnFirstWay(okapi::goals::v1::KeyResult key_result);

// How far a retargeted key result, with what is computed when read, has come on its first way. The
// state knows which milestones are done and which step is reached, those that it had before
// included.
okapi::common::v1::Progress FirstPromise(const okapi::goals::v1::KeyResult& key_result,
                                         const okapi::storage::v1::KeyResultStateRecord& state,
                                         const Timing& timing);

}  // namespace okapi::goals
