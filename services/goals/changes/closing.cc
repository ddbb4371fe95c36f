#include "services/goals/changes/closing.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/scoring/grade.h"
#include "common/scoring/profile.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/references.h"
#include "services/goals/store/rollup.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::CloseObjectiveRequest;
using okapi::goals::v1::Grade;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KeyResultGrade;
using okapi::goals::v1::Objective;

absl::Status CheckScore(const CloseObjectiveRequest& request) {
  if (!request.has_score()) return absl::OkStatus();
  status::FieldViolations violations;
  if (!(request.score() >= 0 && request.score() <= 1)) {
    violations.Add("score", "must be from 0 to 1");
  }
  if (request.reason().empty()) {
    violations.Add("reason", "is required with a score of your own");
  }
  return violations.ToStatus();
}

KeyResultGrade GradeOf(const KeyResult& key_result) {
  KeyResultGrade grade;
  grade.set_key_result(key_result.name());
  if (key_result.has_current_value()) grade.set_value(key_result.current_value());
  if (key_result.has_current_value_time()) {
    *grade.mutable_value_time() = key_result.current_value_time();
  }
  *grade.mutable_progress() = key_result.progress();
  if (key_result.has_confidence()) grade.set_confidence(key_result.confidence());
  grade.set_progress_while_guard_broken(key_result.guard().progress_while_broken());
  if (key_result.kpi_link().has_stale_since()) {
    *grade.mutable_stale_since() = key_result.kpi_link().stale_since();
  }
  return grade;
}

}  // namespace

void Judge(const Objective& objective, Grade& grade) {
  const bool stretch = objective.commitment() == Objective::ASPIRATIONAL;
  grade.set_band(scoring::BandOf(grade.score()));
  grade.set_met(scoring::Meets(grade.score(),
                               stretch ? scoring::kAspirationalScore : scoring::kCommittedScore));
}

absl::Status Close(const GoalsStore& store, const storage::Reader& reader,
                   const CloseObjectiveRequest& request, absl::Time now, Objective& objective) {
  if (objective.state() != Objective::ACTIVE) return NotInState(objective);
  OKAPI_RETURN_IF_ERROR(CheckScore(request));
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.members, reader, objective.name(), "author", request.author()));
  OKAPI_ASSIGN_OR_RETURN(RollupNode node, RollUp(store, reader, objective));
  node.timing.ended = true;  // The verdict is final, also before the end of the cycle.
  OKAPI_ASSIGN_OR_RETURN(const std::vector<KeyResult> key_results,
                         store.KeyResultsOf(reader, objective.name(), node.timing));
  if (CountsKeyResults(objective)) node.key_results = key_results;
  const std::vector<Part> parts = node.Parts();
  Grade grade;
  *grade.mutable_progress() = ObjectiveProgress(parts, node.timing, CombinationOf(objective));
  for (const KeyResult& key_result : key_results) *grade.add_key_results() = GradeOf(key_result);
  if (grade.progress().has_clamped()) grade.set_computed_score(grade.progress().clamped());
  if (!request.has_score() && !grade.has_computed_score()) {
    return status::InvalidField("score", "is required: nothing that counts has a value");
  }
  grade.set_score(request.has_score() ? request.score() : grade.computed_score());
  Judge(objective, grade);
  // What nobody measured was not reached, unless somebody says so.
  const bool incomplete =
      scoring::IsIncomplete(node.timing.profile, ChildrenOf(parts), CombinationOf(objective));
  if (!request.has_score() && incomplete) grade.set_met(false);
  grade.set_reason(request.reason());
  grade.set_author(request.author());
  *grade.mutable_grade_time() = api::ToTimestamp(now);
  *objective.mutable_grade() = std::move(grade);
  objective.set_state(Objective::CLOSED);
  return absl::OkStatus();
}

absl::Status Reopen(const GoalsStore& store, const storage::Reader& reader, Objective& objective) {
  if (objective.state() != Objective::CLOSED) return NotInState(objective);
  OKAPI_ASSIGN_OR_RETURN(const auto policy,
                         store.PolicyOf(reader, api::OrganizationOf(objective.name())));
  OKAPI_RETURN_IF_ERROR(CheckLimits(store, reader, objective, policy));
  objective.clear_grade();
  objective.set_state(Objective::ACTIVE);
  return absl::OkStatus();
}

}  // namespace okapi::goals
