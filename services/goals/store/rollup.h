#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"
#include "services/goals/numbers/progress.h"
#include "services/goals/store/timings.h"

namespace okapi::goals {

// An objective and everything that its progress is made of.
struct RollupNode {
  // As stored, with `progress` filled in.
  okapi::goals::v1::Objective objective;
  // The weight in the objective above; 1 at the top.
  double weight = 1;
  Timing timing;
  // With what is computed when read; empty where only children count.
  std::vector<okapi::goals::v1::KeyResult> key_results;
  // The objectives that contribute to it, by name.
  std::vector<RollupNode> children;

  // What its progress is made of: key results, then children.
  std::vector<Part> Parts() const;
};

// Rolls an objective up. The decisions:
// - Children count when their link contributes and they are ACTIVE, begun, or CLOSED. What is not
// begun, drafted or archived is no part of it, and not missing either.
// - A closed child counts with its score.
// - An objective that reaches the top by several ways counts once, at its nearest parent; of
// equally near ones at the first by name. A child of which everything counts elsewhere is left out.
// - Only what rolls up its children passes on what contributes to it.
// - What the reader does not see counts like the rest, and is in the nodes: a number is the same
// for everybody.
// - All of it is judged at one time: now, or a time of the caller's.
absl::StatusOr<RollupNode> RollUp(const GoalsStore& store, const storage::Reader& reader,
                                  okapi::goals::v1::Objective objective);
absl::StatusOr<RollupNode> RollUp(const GoalsStore& store, const storage::Reader& reader,
                                  okapi::goals::v1::Objective objective, absl::Time now);

// The names of what contributes to the node's objective and is not among its children: it, or all
// that it is made of, counts elsewhere below the top. Precondition: the node is of a tree by
// RollUp(), and not graded; below what has a grade nothing is rolled up.
absl::StatusOr<std::vector<std::string>> CountedElsewhere(const GoalsStore& store,
                                                          const storage::Reader& reader,
                                                          const RollupNode& node);

// The progress of many objectives, as RollUp() has it, at one time: what each of them takes is read
// once. Where all that is below one counts for nothing else it comes to the same whatever is looked
// at from above, and is rolled up once for all that are above it; where something is shared, what
// counts where depends on the top, and every top is rolled up anew down to what is not.
class Rollups {
 public:
  // Both must outlive it.
  Rollups(const GoalsStore& store, const storage::Reader& reader, absl::Time now);

  absl::StatusOr<okapi::common::v1::Progress> ProgressOf(
      const okapi::goals::v1::Objective& objective);
  absl::StatusOr<Timing> TimingOf(const okapi::goals::v1::Objective& objective) {
    return timings_.Of(objective);
  }

 private:
  // With its progress, and without what that does not depend on; nullptr if something below it may
  // count elsewhere too.
  absl::StatusOr<const okapi::goals::v1::Objective*> FindUnshared(
      const okapi::goals::v1::Objective& objective);

  const GoalsStore& store_;
  const storage::Reader& whole_;
  Timings timings_;
  // By name; nullopt: something below it is shared.
  std::map<std::string, std::optional<okapi::goals::v1::Objective>> unshared_;
  std::map<std::string, okapi::common::v1::Progress> shared_;
};

// Whether the progress of an objective has children in it, or key results.
bool CountsChildren(const okapi::goals::v1::Objective& objective);
bool CountsKeyResults(const okapi::goals::v1::Objective& objective);

}  // namespace okapi::goals
