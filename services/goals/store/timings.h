#pragma once

#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/references.h"

namespace okapi::goals {

// The zone in which the days of histories are, by the name of anything that belongs to an
// organization.
inline absl::StatusOr<absl::TimeZone> ZoneOf(const GoalsStore& store, const storage::Reader& reader,
                                             absl::string_view name) {
  OKAPI_ASSIGN_OR_RETURN(const auto calendar, store.CalendarOf(reader, api::OrganizationOf(name)));
  return calendar.time_zone();
}

// An objective as stored, and what verdicts on it depend on.
struct TimedObjective {
  storage::Found<okapi::goals::v1::Objective> objective;
  Timing timing;
};

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

  // That of a key result, which lists have side by side with others of it. Valid until the next
  // call.
  absl::StatusOr<const TimedObjective*> OfParent(absl::string_view key_result) {
    const std::string parent = ParentOf(key_result);
    if (last_.objective.has_value() && last_.objective->name() == parent) return &last_;
    OKAPI_ASSIGN_OR_RETURN(last_.objective, store_.objectives.FindStored(reader_, parent));
    if (!last_.objective.has_value()) return status::NotFound(parent);
    OKAPI_ASSIGN_OR_RETURN(last_.timing, Of(*last_.objective));
    return &last_;
  }

 private:
  const GoalsStore& store_;
  const storage::Reader& reader_;
  const absl::Time now_;
  std::map<std::pair<std::string, okapi::goals::v1::Objective::State>, Timing> known_;
  TimedObjective last_;
};

}  // namespace okapi::goals
