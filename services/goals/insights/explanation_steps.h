#pragma once

#include "okapi/goals/v1/resources.pb.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/numbers/progress.h"

// How the numbers of a key result are computed, with the numbers in place.
namespace okapi::goals {

// From its value to its progress, raw and clamped; or that there is no value.
void AddProgressSteps(const okapi::goals::v1::KeyResult& key_result,
                      okapi::goals::v1::Explanation& explanation);

// What is expected of it by now.
void AddExpectedStep(const okapi::goals::v1::KeyResult& key_result, const Timing& timing,
                     okapi::goals::v1::Explanation& explanation);

// How far it has come on its first way, if that was another.
void AddFirstPromiseStep(const okapi::goals::v1::KeyResult& key_result, const Timing& timing,
                         okapi::goals::v1::Explanation& explanation);

}  // namespace okapi::goals
