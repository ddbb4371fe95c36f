#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/storage/reader.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// What every scoring profile makes of objectives. The policy of the organization is the only thing
// that says whose rules judge, so each profile reads the same state with another policy laid over
// it.
class ProfileComparison {
 public:
  // `reader` must outlive this.
  static absl::StatusOr<ProfileComparison> Of(const GoalsStore& store,
                                              const storage::Reader& reader,
                                              const std::string& organization);

  // The profile that the organization has.
  okapi::common::v1::ScoringProfile profile() const { return profile_; }

  // An objective as it is stored. A closed one is judged at the time when it was graded, by the
  // values that its key results had come to.
  absl::StatusOr<okapi::goals::v1::CompareProfilesResponse::Comparison> Compare(
      const okapi::goals::v1::Objective& objective) const;

 private:
  struct State {
    okapi::common::v1::ScoringProfile profile;
    std::unique_ptr<const storage::Reader> reader;  // Whole.
  };

  ProfileComparison(const GoalsStore& store, const storage::Reader& reader)
      : store_(store), reader_(reader) {}

  const GoalsStore& store_;
  const storage::Reader& reader_;
  okapi::common::v1::ScoringProfile profile_ = okapi::common::v1::ScoringProfile::OKAPI;
  std::vector<State> states_;
};

}  // namespace okapi::goals
