#include "services/goals/changes/cycle_scores.h"

#include "common/status/status_macros.h"
#include "services/goals/store/references.h"

namespace okapi::goals {

using okapi::goals::v1::Objective;

absl::StatusOr<std::vector<Objective>> GradedIn(const GoalsStore& store,
                                                const storage::Reader& reader,
                                                const std::string& cycle) {
  std::vector<Objective> graded;
  auto look = [&](const Objective& objective) {
    if (objective.cycle() == cycle && objective.has_grade()) graded.push_back(objective);
    return true;
  };
  OKAPI_RETURN_IF_ERROR(store.objectives.ForEach(reader, ParentOf(cycle), look));
  return graded;
}

}  // namespace okapi::goals
