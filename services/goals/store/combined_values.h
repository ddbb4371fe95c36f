#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/journal/transaction.h"
#include "okapi/goals/v1/resources.pb.h"
#include "services/goals/store/moves.h"

// Values of key results that are made of others. Whoever may see what: numbers are the same for
// everybody.
namespace okapi::goals {

class GoalsStore;

// The key results that one is made of, in the order of its source, with their values.
absl::StatusOr<std::vector<okapi::goals::v1::KeyResult>> PartsOf(
    const GoalsStore& store, const storage::Reader& reader,
    const okapi::goals::v1::KeyResultSource& source);

// After a change of the value or history of these key results: computes what is made of them anew,
// directly or by way of others, each once and after all that it is made of; its history from the
// day on on which theirs is another one. What did not change moves nothing above it.
absl::Status CombineAnew(const GoalsStore& store, journal::Transaction& transaction, Moves moved,
                         MoveOrigin origin = MoveOrigin::kHere);

// The same after a change of a key result's definition, which has been stored and is told of
// otherwise; `before` is null on creation.
absl::Status CombineAfter(const GoalsStore& store, journal::Transaction& transaction,
                          const okapi::goals::v1::KeyResult* before,
                          const okapi::goals::v1::KeyResult& after);

// The same after a change of an objective: a grade keeps the values of its key results, and one
// that is taken back lets them go.
absl::Status CombineAfter(const GoalsStore& store, journal::Transaction& transaction,
                          const okapi::goals::v1::Objective* before,
                          const okapi::goals::v1::Objective& after);

// How much of a key result's value is counted from the first day of its cycle on, and so begins
// anew in the next one: that of a KPI with such a window, and what is made of those.
enum class FromStart { kNothing, kPartly, kWholly };
absl::StatusOr<FromStart> CountedFromStart(const GoalsStore& store, const storage::Reader& reader,
                                           const okapi::goals::v1::KeyResult& key_result);

}  // namespace okapi::goals
