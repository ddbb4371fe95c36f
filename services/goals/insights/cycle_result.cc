#include "services/goals/insights/cycle_result.h"

#include "common/status/status_macros.h"
#include "services/goals/changes/cycle_scores.h"

namespace okapi::goals {

using okapi::goals::v1::CycleResult;

absl::StatusOr<CycleResult> CycleResultOf(const GoalsStore& store, const storage::Reader& reader,
                                          const std::string& name) {
  CycleResult result;
  OKAPI_ASSIGN_OR_RETURN(*result.mutable_cycle(), store.cycles.Get(reader, name));
  OKAPI_ASSIGN_OR_RETURN(const auto seen, GradedIn(store, reader, name));
  SetScores(seen, result);
  result.set_graded_count(static_cast<int>(seen.size()));
  for (const auto& objective : seen) {
    auto& grade = *result.add_grades();
    grade.set_objective(objective.name());
    grade.set_display_name(objective.display_name());
    grade.set_score(objective.grade().score());
    grade.set_band(objective.grade().band());
    grade.set_met(objective.grade().met());
    grade.set_missing_share(objective.grade().progress().missing_share());
  }
  return result;
}

}  // namespace okapi::goals
