#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// What deserves a second look, by resource, place in its text and code.
absl::StatusOr<std::vector<okapi::goals::v1::Finding>> FindingsOf(
    const GoalsStore& store, const storage::Reader& reader,
    const okapi::goals::v1::ListFindingsRequest& request);

}  // namespace okapi::goals
