#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

// What is said of objectives that are closed: the numbers are those that their grades keep.
namespace okapi::goals {

// Of a key result of a closed objective, as it was then.
absl::StatusOr<okapi::goals::v1::Explanation> ExplainGraded(
    const GoalsStore& store, const storage::Reader& reader,
    const okapi::goals::v1::Objective& objective, const okapi::goals::v1::KeyResultGrade& graded);

// Of a closed objective: its score, what that was computed of, and its key results as they were.
// The explanation has its progress.
absl::Status AddGrade(const GoalsStore& store, const storage::Reader& reader,
                      const okapi::goals::v1::Objective& objective,
                      okapi::common::v1::ScoringProfile profile,
                      okapi::goals::v1::Explanation& explanation);

}  // namespace okapi::goals
