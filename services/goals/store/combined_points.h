#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/journal/transaction.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/storage/v1/records.pb.h"

// Points of key results that are made of others: what the histories of these come to.
namespace okapi::goals {

class GoalsStore;

// Lets the days of `whole` be what its parts came to on them, from the day of `since` on; `now` is
// what they come to now. Of days before its cycle only those that it has already. False when all
// were so already. Precondition: it has a key_result_source.
absl::StatusOr<bool> CombinePoints(const GoalsStore& store, journal::Transaction& transaction,
                                   const okapi::goals::v1::KeyResult& whole,
                                   const okapi::storage::v1::CombinedValueRecord& now,
                                   absl::Time since);

}  // namespace okapi::goals
