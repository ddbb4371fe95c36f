#pragma once

#include "absl/time/time.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/storage/v1/records.pb.h"

// When the guard of a key result was broken, and what was made then: what is kept of it in the
// state, and how that is told.
namespace okapi::goals {

// How many breaches are kept: a value may go in and out of its bounds with every sample. Older ones
// go, what was made in them stays in the sum.
inline constexpr int kBreachesMax = 20;

// Goes on from `before` to `after`, the key result as it is shown before and after a change of what
// is known about it, other than by its definition. What moved while the guard is broken is marked:
// in the sum, and in the breach that it belongs to. A breach in which nothing moved is forgotten
// when it ends. While no value of the guard is known, nobody knows either whether a breach goes on:
// it is left as it is.
void FollowGuard(const okapi::goals::v1::KeyResult& before,
                 const okapi::goals::v1::KeyResult& after,
                 okapi::storage::v1::KeyResultStateRecord& state);

// The same when the definition of the guard has changed at `now`: what was broken by the former one
// ends, and what is by the new one begins then. `after` as it is shown. False when there is nothing
// to keep.
bool FollowNewGuard(const okapi::goals::v1::KeyResult& after, absl::Time now,
                    okapi::storage::v1::KeyResultStateRecord& state);

// Fills in what a guard shows of this, and takes it out again.
void ShowBreaches(const okapi::storage::v1::KeyResultStateRecord& state,
                  okapi::goals::v1::Guard& guard);
void TakeBreaches(okapi::goals::v1::Guard& shown, okapi::storage::v1::KeyResultStateRecord& state);

okapi::goals::v1::Guard::Breach ShownBreach(const okapi::storage::v1::GuardBreachRecord& record);
okapi::storage::v1::GuardBreachRecord KeptBreach(const okapi::goals::v1::Guard::Breach& shown);

}  // namespace okapi::goals
