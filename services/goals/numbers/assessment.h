#pragma once

#include "okapi/goals/v1/resources.pb.h"
#include "services/goals/numbers/progress.h"

// What people think of how something stands, beside what its numbers say.
namespace okapi::goals {

// Fills in whether the last day is over, in the organization's time zone.
void ShowExpiry(const Timing& timing, okapi::goals::v1::Assessment& assessment);

// Whether people say better than the numbers do: of the verdicts that tell how it goes, and of no
// other, for what has no value yet says nothing against anybody. Reached is as good as on its way.
bool IsBetter(const okapi::goals::v1::Assessment& assessment,
              const okapi::common::v1::Progress& progress);

}  // namespace okapi::goals
