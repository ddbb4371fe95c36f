#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "okapi/goals/v1/findings.pb.h"
#include "okapi/goals/v1/resources.pb.h"

namespace okapi::goals {

// Looks at the wording of objectives and key results, in English and Vietnamese. The decisions, by
// code:
// - NUMBER_IN_OBJECTIVE: a number in digits or words; not a year (1900 to 2100), not a name such as
// B2B or Q3, not 24/7 or 360 degrees.
// - ACTIVITY_NOT_OUTCOME: a key result begins with a verb of doing.
// - VAGUE_VERB: a key result without a number begins with a verb that has no end; an objective is
// such a verb and at most one word more.
// - TWO_IN_ONE: in an objective a verb follows `and` or `và`.
// - TOO_LONG: an objective of more than 100 characters.
// - NO_BASELINE: a way from 0 of a share, money, points or a duration that no KPI drives.
// - NO_UNIT: a way or a range of a plain number that no KPI drives.
// - TOO_FEW, TOO_MANY: fewer than 2 key results where they count, or more than the policy allows.
// - DUPLICATE: the same words, but for order and those that say nothing, as in another open
// objective of the cycle, or in a key result before it.
// - NO_OWNER: an objective has none.
class Wording {
 public:
  // Of the messages; texts may be in either language.
  explicit Wording(bool vietnamese) : vietnamese_(vietnamese) {}

  // Tells of an objective that others are compared with. All first, then Check.
  void Note(const okapi::goals::v1::Objective& objective);

  // `key_results` are those of the objective.
  std::vector<okapi::goals::v1::Finding> Check(
      const okapi::goals::v1::Objective& objective,
      absl::Span<const okapi::goals::v1::KeyResult> key_results, int key_results_max) const;

 private:
  const bool vietnamese_;
  // Cycle and words -> the first objective that says them.
  std::map<std::string, std::string> said_;
};

}  // namespace okapi::goals
