#include "services/goals/insights/profile_comparison.h"

#include <memory>
#include <string>
#include <utility>

#include "common/api/resource_key.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/overlay.h"
#include "services/goals/store/hidden_names.h"
#include "services/goals/store/rollup.h"

namespace okapi::goals {

using okapi::common::v1::ScoringProfile;
using okapi::goals::v1::CompareProfilesResponse;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Organization;

absl::StatusOr<ProfileComparison> ProfileComparison::Of(const GoalsStore& store,
                                                        const storage::Reader& reader,
                                                        const std::string& organization) {
  OKAPI_ASSIGN_OR_RETURN(const auto found, store.organizations.FindStored(reader, organization));
  if (!found.has_value()) return status::NotFound(organization);
  OKAPI_ASSIGN_OR_RETURN(const std::string key, api::ResourceKey::EncodeName(
                                                    api::PatternOf<Organization>(), organization));
  ProfileComparison comparison(store, reader);
  if (found->policy().profile() != ScoringProfile::SCORING_PROFILE_UNSPECIFIED) {
    comparison.profile_ = found->policy().profile();
  }
  const absl::Time now = store.Now(reader);
  for (int number = okapi::common::v1::ScoringProfile_MIN + 1;
       number <= okapi::common::v1::ScoringProfile_MAX; ++number) {
    Organization other = *found;
    other.mutable_policy()->set_profile(static_cast<ScoringProfile>(number));
    auto overlay = std::make_shared<storage::Overlay>();
    overlay->Put(store.organizations.table().family(), key, other.SerializeAsString());
    comparison.states_.push_back(
        {static_cast<ScoringProfile>(number),
         std::make_unique<storage::OverlaidReader>(reader.whole(), std::move(overlay), now)});
  }
  return comparison;
}

absl::StatusOr<CompareProfilesResponse::Comparison> ProfileComparison::Compare(
    const Objective& objective) const {
  CompareProfilesResponse::Comparison comparison;
  comparison.set_objective(objective.name());
  comparison.set_display_name(objective.display_name());
  Objective open = objective;
  open.clear_grade();
  const absl::Time time = objective.has_grade() ? api::FromTimestamp(objective.grade().grade_time())
                                                : store_.Now(reader_);
  for (const State& state : states_) {
    OKAPI_ASSIGN_OR_RETURN(const RollupNode node, RollUp(store_, *state.reader, open, time));
    auto& judgement = *comparison.add_judgements();
    judgement.set_profile(state.profile);
    *judgement.mutable_progress() = node.objective.progress();
    OKAPI_RETURN_IF_ERROR(HideNames(store_, reader_, *judgement.mutable_progress()));
    if (judgement.progress().status() != comparison.judgements(0).progress().status()) {
      comparison.set_differs(true);
    }
  }
  return comparison;
}

}  // namespace okapi::goals
