#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/journal/transaction.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// What people report about key results.

// Takes a report: keeps it, marks the one that it corrects, and moves the key result. `own_id` is
// its id unless the request brings one.
absl::StatusOr<okapi::goals::v1::CheckIn> Report(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::CreateCheckInRequest& request, const std::string& own_id);

// All of them or none: at the first that is refused the status says which.
absl::StatusOr<okapi::goals::v1::BatchCreateCheckInsResponse> ReportAll(
    const GoalsStore& store, journal::Transaction& transaction,
    const okapi::goals::v1::BatchCreateCheckInsRequest& request);

// The check-ins of a key result, oldest report first.
absl::StatusOr<std::vector<okapi::goals::v1::CheckIn>> CheckInsOf(const GoalsStore& store,
                                                                  const storage::Reader& reader,
                                                                  const std::string& key_result);

}  // namespace okapi::goals
