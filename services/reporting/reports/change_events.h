#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "okapi/common/v1/change.pb.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/reporting/v1/review_pack.pb.h"
#include "services/reporting/reports/review_pack.h"

namespace okapi::reporting {

// What people changed and deleted, as goals and metrics have written it down, oldest first. A
// resource remembers its creation, its ways, its check-ins and its closing itself, and
// AddGoalEvents and AddKpiEvents tell of that; from here comes what it does not remember, and what
// there was of one that is gone.
struct ReviewChanges {
  absl::Span<const okapi::common::v1::ChangeRecord> goals;
  absl::Span<const okapi::common::v1::ChangeRecord> metrics;
  // Of a team's review: the objectives that they are of and that are gone by now, as they were at
  // its end.
  absl::Span<const okapi::goals::v1::Objective> gone = {};
};

// Adds them as events, and to a KPI_CHANGED what its fields were and are. Comes after AddKpiEvents.
void AddChangeEvents(const ReviewQuery& query, const GoalsAnswers& goals,
                     const KpiDefinitions& definitions, const ReviewChanges& changes,
                     okapi::reporting::v1::ReviewPack& pack);

// What resources were called: the words of now stand in old events for what was called otherwise.
class FormerNames {
 public:
  explicit FormerNames(const ReviewChanges& changes);

  // Calls what the event is about, and its objective, as they were called at its time.
  void CallAsThen(okapi::reporting::v1::ReviewEvent& event) const;

 private:
  struct Renamed {
    absl::Time time;
    std::string before;
    std::string after;
  };

  void Note(const okapi::common::v1::ChangeRecord& record);
  // If they are what the resource is called now; else they are somebody else's words, and stay.
  void CallAsThen(const std::string& resource, absl::Time time, std::string& words) const;

  // By resource, oldest first.
  std::map<std::string, std::vector<Renamed>> renamed_;
};

}  // namespace okapi::reporting
