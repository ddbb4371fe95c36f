#pragma once

#include "okapi/goals/v1/resources.pb.h"
#include "okapi/goals/v1/review_service.pb.h"

// What the guard of a key result says of its progress.
namespace okapi::goals {

// Whether its guard is kept, and how much of its progress was made while it was not, and when.
void AddGuardSteps(const okapi::goals::v1::KeyResult& key_result,
                   okapi::goals::v1::Explanation& explanation);

// The same of what was known when its objective was closed.
void AddGuardStepsAtClosing(const okapi::goals::v1::KeyResult& key_result,
                            const okapi::goals::v1::KeyResultGrade& grade,
                            okapi::goals::v1::Explanation& explanation);

}  // namespace okapi::goals
