#pragma once

#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/status/status_macros.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// The timings of many objectives of one state at one time: most share a cycle, which is read once.
class Timings {
 public:
  // Both must outlive it.
  Timings(const GoalsStore& store, const storage::Reader& reader, absl::Time now)
      : store_(store), reader_(reader), now_(now) {}

  absl::StatusOr<Timing> Of(const okapi::goals::v1::Objective& objective) {
    const auto key = std::make_pair(objective.cycle(), objective.state());
    const auto known = known_.find(key);
    if (known != known_.end()) return known->second;
    OKAPI_ASSIGN_OR_RETURN(const Timing timing, store_.TimingOf(reader_, objective, now_));
    return known_.emplace(key, timing).first->second;
  }

 private:
  const GoalsStore& store_;
  const storage::Reader& reader_;
  const absl::Time now_;
  std::map<std::pair<std::string, okapi::goals::v1::Objective::State>, Timing> known_;
};

}  // namespace okapi::goals
