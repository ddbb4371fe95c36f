#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/rollup.h"

namespace okapi::goals {

// Which objectives a list is asked for. Not thread-safe: it keeps the first error it meets.
class ObjectiveFilter {
 public:
  // All must outlive the filter.
  ObjectiveFilter(const GoalsStore& store, const storage::Reader& reader, Rollups& rollups,
                  const okapi::goals::v1::ListObjectivesRequest& request);

  // Of an objective as stored. False after an error.
  bool Keeps(const okapi::goals::v1::Objective& objective);
  const absl::Status& status() const { return status_; }

 private:
  bool HasFields(const okapi::goals::v1::Objective& objective) const;
  bool HasState(const okapi::goals::v1::Objective& objective) const;
  absl::StatusOr<bool> HasWords(const okapi::goals::v1::Objective& objective) const;
  absl::StatusOr<bool> HasStatus(const okapi::goals::v1::Objective& objective) const;

  const GoalsStore& store_;
  const storage::Reader& reader_;
  Rollups& rollups_;
  const okapi::goals::v1::ListObjectivesRequest& request_;
  const std::vector<std::string> words_;
  std::set<std::string> teams_;  // Whose objectives are asked for; of use if the request names one.
  absl::Status status_;
};

}  // namespace okapi::goals
