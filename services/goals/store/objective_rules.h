#pragma once

#include "absl/status/status.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"

// What must hold for objectives and initiatives beyond the annotations of their protos. `before` is
// null on creation; the functions also fill in what a new resource starts with.
namespace okapi::goals {

class GoalsStore;

absl::Status CheckObjective(const GoalsStore& store, const storage::Reader& reader,
                            const okapi::goals::v1::Objective* before,
                            okapi::goals::v1::Objective& after);
absl::Status CheckInitiative(const GoalsStore& store, const storage::Reader& reader,
                             const okapi::goals::v1::Initiative* before,
                             okapi::goals::v1::Initiative& after);
// Whether an objective may go: none is aligned to it, and it is no result of a closed cycle.
absl::Status CheckObjectiveUnused(const GoalsStore& store, const storage::Reader& reader,
                                  const okapi::goals::v1::Objective& objective);

}  // namespace okapi::goals
