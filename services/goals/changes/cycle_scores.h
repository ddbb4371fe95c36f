#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/scoring/sum.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"
#include "services/goals/store/goals_store.h"

// What came of a cycle: the grades of its objectives, whenever these were closed.
namespace okapi::goals {

// The objectives of the cycle that have a grade and that `reader` sees, by name.
absl::StatusOr<std::vector<okapi::goals::v1::Objective>> GradedIn(const GoalsStore& store,
                                                                  const storage::Reader& reader,
                                                                  const std::string& cycle);

// Sets `score_mean` and `met_count` of a message that tells of these.
template <typename Message>
void SetScores(absl::Span<const okapi::goals::v1::Objective> graded, Message& message) {
  if (graded.empty()) return;
  scoring::Sum scores;
  int met = 0;
  for (const auto& objective : graded) {
    scores.Add(objective.grade().score());
    if (objective.grade().met()) ++met;
  }
  message.set_score_mean(scores.value() / static_cast<double>(graded.size()));
  message.set_met_count(met);
}

}  // namespace okapi::goals
