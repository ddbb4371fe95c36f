#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/api/entry_history.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "services/goals/store/goals_store.h"

// When what goals hang on was entered, taken from one Okapi to another, where there is more to it
// than times. organization_history.proto says when it is taken.
namespace okapi::goals {

// With the rules that hold people up, which come last.
absl::StatusOr<okapi::goals::v1::Organization> ImportOrganizationHistory(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::ImportOrganizationHistoryRequest& request);

// Of a cycle, which has a state too.
absl::StatusOr<okapi::goals::v1::CycleHistory> CycleHistoryOf(const GoalsStore& store,
                                                              const storage::Reader& reader,
                                                              const std::string& name);
absl::StatusOr<okapi::goals::v1::Cycle> ImportCycleHistory(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::ImportCycleHistoryRequest& request);

}  // namespace okapi::goals
