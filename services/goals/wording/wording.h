#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "okapi/goals/v1/findings.pb.h"
#include "okapi/goals/v1/resources.pb.h"
#include "services/goals/wording/duplicates.h"
#include "services/goals/wording/language.h"

namespace okapi::goals {

// Looks at the wording of objectives and key results, in English and Vietnamese. The decisions, by
// code:
// - NUMBER_IN_OBJECTIVE: a quantity in digits or words. What is only called by a number is none: a
// year, a date, B2B, Q3, 24/7, 360°, ISO 27001.
// - ACTIVITY_NOT_OUTCOME: a key result begins with a verb of doing, unless it says a level; one
// that is done or not says anywhere, without a number, what was done. Those that are not measured
// in numbers are told more mildly.
// - VAGUE_VERB: a key result without a number in its words begins with a verb that has no end, or,
// if it is measured neither in numbers nor by a scale, with one that only has a direction. An
// objective is
// nothing but such a verb and at most one object that could be anybody's.
// A key result that is to find a baseline is told neither of these, nor a missing unit or baseline:
// to measure is something to do, and clear when it is done.
// - TWO_IN_ONE: an objective begins with a verb, and another one follows `and` or `và`.
// - TOO_LONG: an objective of more than 100 characters or 15 words. Vietnamese is written by
// syllables: there only the characters count. Marks are not counted on their own.
// - NO_BASELINE: a way from 0 of a share, money, points or a duration that no KPI drives; not of
// something new, and not where the words say the 0.
// - NO_UNIT: a way or a range of a plain number that no KPI drives.
// - TOO_FEW: fewer than 2 key results where they count.
// - TOO_MANY: more key results than the limit, or more objectives of its team or its owner in the
// cycle: then each of them is told, because any of them could be the one to drop.
// - DUPLICATE: an objective of the cycle or a key result before it says the same, as by Duplicates.
// - NO_OWNER: an objective has none, nor has a key result of it, for which the owner of the
// objective would answer.
// They come by resource, place and code.
class Wording {
 public:
  // How many there may be.
  struct Limits {
    int key_results = 5;
    // In a cycle; 0: any number.
    int objectives_of_team = 0;
    int objectives_of_owner = 0;
  };

  // Of the messages; texts may be in either language.
  explicit Wording(bool vietnamese) : vietnamese_(vietnamese) {}

  // Tells of an objective that others are compared with. All first, then Check.
  void Note(const okapi::goals::v1::Objective& objective);

  // `key_results` are those of the objective.
  std::vector<okapi::goals::v1::Finding> Check(
      const okapi::goals::v1::Objective& objective,
      absl::Span<const okapi::goals::v1::KeyResult> key_results, const Limits& limits) const;

 private:
  bool IsOverLimit(const okapi::goals::v1::Objective& objective, const Limits& limits) const;

  const bool vietnamese_;
  Duplicates objectives_;  // By cycle.
  // Cycle and team or owner -> how many objectives were noted.
  std::map<std::pair<std::string, std::string>, int> counts_;
};

// One objective and what stands beside it. What it refers to must outlive it.
struct ObjectiveText {
  const okapi::goals::v1::Objective& objective;
  absl::Span<const okapi::goals::v1::KeyResult> key_results;
  // The other objectives of its cycle.
  absl::Span<const okapi::goals::v1::Objective> siblings;
};

// As Wording, for one objective alone, which must not say what a sibling says. The messages are in
// `language`.
std::vector<okapi::goals::v1::Finding> CheckWording(const ObjectiveText& text, Language language);

}  // namespace okapi::goals
