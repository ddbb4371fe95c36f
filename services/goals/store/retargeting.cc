#include "services/goals/store/retargeting.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/store/change_rules.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/measure.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::goals::v1::RetargetKeyResultRequest;
using okapi::storage::v1::KeyResultStateRecord;

constexpr int kRetargetsMax = 100;

// Adds the way that the stored key result has until now.
absl::StatusOr<okapi::goals::v1::Retarget*> Remember(const GoalsStore& store,
                                                     const storage::Reader& reader, absl::Time now,
                                                     KeyResult& key_result) {
  OKAPI_ASSIGN_OR_RETURN(const KeyResult shown, store.key_results.Get(reader, key_result.name()));
  auto& retargets = *key_result.mutable_retargets();
  // The first promise stays whatever happens.
  if (retargets.size() == kRetargetsMax) retargets.DeleteSubrange(1, 1);
  okapi::goals::v1::Retarget* former = retargets.Add();
  CopyMeasure(shown, *former);
  *former->mutable_retarget_time() = api::ToTimestamp(now);
  if (shown.has_current_value()) former->set_value(shown.current_value());
  if (shown.progress().has_raw()) former->set_raw(shown.progress().raw());
  return former;
}

// Whether Retarget() has kept the former way already.
bool IsRetargeted(const KeyResult& before, const KeyResult& after) {
  if (after.retargets().empty()) return false;
  return before.retargets().empty() ||
         !google::protobuf::util::MessageDifferencer::Equals(*before.retargets().rbegin(),
                                                             *after.retargets().rbegin());
}

}  // namespace

absl::Status Retarget(const GoalsStore& store, const storage::Reader& reader,
                      const RetargetKeyResultRequest& request, absl::Time now,
                      KeyResult& key_result) {
  const std::string parent = ParentOf(key_result.name());
  OKAPI_ASSIGN_OR_RETURN(const auto objective, store.objectives.FindStored(reader, parent));
  if (!objective.has_value()) return status::NotFound(parent);
  if (objective->state() != Objective::ACTIVE) return NotInState(*objective);
  if (request.measure_case() == RetargetKeyResultRequest::MEASURE_NOT_SET) {
    return status::InvalidField("measure", kNoMeasure);
  }
  if (SameMeasure(request, key_result)) {
    return status::InvalidField("measure", "is the way that the key result has already");
  }
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.members, reader, key_result.name(), "author", request.author()));
  OKAPI_ASSIGN_OR_RETURN(auto* former, Remember(store, reader, now, key_result));
  former->set_reason(request.reason());
  former->set_author(request.author());
  CopyMeasure(request, key_result);
  return absl::OkStatus();
}

bool SameWay(const KeyResult& before, const KeyResult& after) {
  using google::protobuf::util::MessageDifferencer;
  return SameMeasure(before, after) && before.has_weight() == after.has_weight() &&
         before.weight() == after.weight() &&
         MessageDifferencer::Equals(before.curve(), after.curve()) &&
         MessageDifferencer::Equals(before.start_date(), after.start_date()) &&
         MessageDifferencer::Equals(before.kpi_source(), after.kpi_source()) &&
         MessageDifferencer::Equals(before.key_result_source(), after.key_result_source()) &&
         MessageDifferencer::Equals(before.guard(), after.guard());
}

absl::Status CheckUnlocked(const GoalsStore& store, const storage::Reader& reader,
                           const KeyResult& key_result) {
  OKAPI_ASSIGN_OR_RETURN(const auto policy,
                         store.PolicyOf(reader, api::OrganizationOf(key_result.name())));
  if (!policy.targets_locked()) return absl::OkStatus();
  return status::Error(
      absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
      absl::StrCat("by the policy '", key_result.name(),
                   "' is locked while its objective is active: what it is and how much it counts "
                   "stays, and only a retarget, which says why, changes its way"),
      {{"resource", key_result.name()}, {"state", "ACTIVE"}});
}

absl::Status KeepFormerWay(const GoalsStore& store, const storage::Reader& reader,
                           const KeyResult& before, KeyResult& after) {
  // What Retarget() changed, and nothing else, it has kept itself.
  if (IsRetargeted(before, after) || SameWay(before, after)) return absl::OkStatus();
  OKAPI_RETURN_IF_ERROR(CheckUnlocked(store, reader, after));
  if (SameMeasure(before, after)) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(auto* former, Remember(store, reader, store.Now(reader), after));
  former->set_author(CallerOf(reader));
  return absl::OkStatus();
}

KeyResult OnFirstWay(KeyResult key_result) {
  const okapi::goals::v1::Retarget first = key_result.retargets(0);
  CopyMeasure(first, key_result);
  return key_result;
}

okapi::common::v1::Progress FirstPromise(const KeyResult& key_result,
                                         const KeyResultStateRecord& state, const Timing& timing) {
  KeyResult first = OnFirstWay(key_result);
  const bool same_kind = first.has_milestones() == key_result.has_milestones() &&
                         first.has_scale() == key_result.has_scale();
  if (!same_kind) {
    first.clear_current_value();  // A value of the one kind says nothing about the other.
  } else if (first.has_milestones() && first.has_current_value()) {
    first.set_current_value(DoneShare(first.milestones(), state.done_milestones()));
  } else if (first.has_scale()) {
    first.clear_current_value();
    const auto share = ShareOf(first.scale(), state.reached_step());
    if (share.has_value()) first.set_current_value(*share);
  }
  return KeyResultProgress(first, timing);
}

}  // namespace okapi::goals
