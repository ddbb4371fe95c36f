#pragma once

#include "absl/status/status.h"
#include "okapi/goals/v1/resources.pb.h"

// The house rules of an organization with their defaults.
namespace okapi::goals {

inline constexpr int kKeyResultsMin = 2;
inline constexpr int kKeyResultsMax = 5;

// How many key results an active objective has at least and at most.
int KeyResultsMin(const okapi::goals::v1::GoalPolicy& policy);
int KeyResultsMax(const okapi::goals::v1::GoalPolicy& policy);

// INVALID_ARGUMENT naming every field of `organization.policy` that is out of its range.
absl::Status CheckPolicy(const okapi::goals::v1::GoalPolicy& policy);

}  // namespace okapi::goals
