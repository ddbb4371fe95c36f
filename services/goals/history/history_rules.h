#pragma once

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "okapi/goals/v1/objective_history.pb.h"

namespace okapi::goals {

// What a history is told of: names.
struct HistoryOwner {
  std::string objective;
  std::set<std::string> key_results;
  std::set<std::string> initiatives;
  // Of the organization: its days are those of histories.
  absl::TimeZone zone = absl::UTCTimeZone();
};

// What must hold within a history beyond the annotations of its proto, so that what is imported is
// as consistent as what was written here: names belong to its owner and occur once, times lie in
// order and not in the future, corrections and answers point back, a grade goes with a state that
// has one. What can be deleted may be gone since: authors, and what comments are about. Every field
// that is wrong is named.
absl::Status CheckHistory(const okapi::goals::v1::ObjectiveHistory& history,
                          const HistoryOwner& owner, absl::Time now);

}  // namespace okapi::goals
