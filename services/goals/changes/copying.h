#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "common/journal/transaction.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// Copies an objective with its key results and the initiatives that are not over. The rules are in
// goals_service.proto.
absl::StatusOr<okapi::goals::v1::Objective> Copy(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::CopyObjectiveRequest& request);

// The same of one of several. What its key results are made of is left to CopySources(), once all
// copies are there.
absl::StatusOr<okapi::goals::v1::Objective> CopyAlone(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::CopyObjectiveRequest& request);

// The names of copies by those of their originals.
using Copies = std::map<std::string, std::string>;

// Makes key results of copies of what those of the originals are made of: of the copy of a key
// result, where there is one.
absl::Status CopySources(const GoalsStore& store, journal::Transaction& transaction,
                         const Copies& copies);

}  // namespace okapi::goals
