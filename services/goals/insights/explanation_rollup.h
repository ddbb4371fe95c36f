#pragma once

#include <optional>

#include "absl/types/span.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/numbers/progress.h"

// How an objective's numbers come of those below it, by its combination and the profile: the
// formulas of common/scoring with the numbers in place, and what each child gives. The explanation
// has its progress, and its children in the order of the parts; one without a name is hidden.
namespace okapi::goals {

// Its progress, and the weight and contribution of every child.
void AddRollupSteps(absl::Span<const Part> parts, okapi::common::v1::ScoringProfile profile,
                    std::optional<scoring::Combination> combination,
                    okapi::goals::v1::Explanation& explanation);

// What is expected of it by now.
void AddExpectedOfParts(absl::Span<const Part> parts, const Timing& timing,
                        std::optional<scoring::Combination> combination,
                        okapi::goals::v1::Explanation& explanation);

// Puts the children without a name together as one, last: each alone would tell of itself. `hidden`
// are the parts that they are.
void MergeHidden(absl::Span<const Part> hidden, const Timing& timing,
                 std::optional<scoring::Combination> combination,
                 okapi::goals::v1::Explanation& explanation);

}  // namespace okapi::goals
