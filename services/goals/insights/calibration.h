#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// What people foresaw of a key result of a closed objective, and what came.
struct Foreseen {
  std::string team;
  std::string key_result;
  double raw = 0;  // When it was closed.
  bool reached = false;
  // With a confidence, and of before the cycle's end; at least one, by the order of reports.
  std::vector<okapi::goals::v1::CheckIn> check_ins;
};

// All of an organization whose result is known; of one cycle if it is not empty.
absl::StatusOr<std::vector<Foreseen>> ForeseenIn(const GoalsStore& store,
                                                 const storage::Reader& reader,
                                                 const std::string& organization,
                                                 const std::string& cycle);

// How well they foresaw it.
okapi::goals::v1::Calibration CalibrationOf(absl::Span<const Foreseen> foreseen);

}  // namespace okapi::goals
