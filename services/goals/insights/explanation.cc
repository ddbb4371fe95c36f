#include "services/goals/insights/explanation.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/scoring/status.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/insights/explanation_budget.h"
#include "services/goals/insights/explanation_calibration.h"
#include "services/goals/insights/explanation_forecast.h"
#include "services/goals/insights/explanation_grade.h"
#include "services/goals/insights/explanation_guard.h"
#include "services/goals/insights/explanation_inputs.h"
#include "services/goals/insights/explanation_rollup.h"
#include "services/goals/insights/explanation_steps.h"
#include "services/goals/insights/explanation_verdict.h"
#include "services/goals/store/hidden_names.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/references.h"
#include "services/goals/store/rollup.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::ExplainRequest;
using okapi::goals::v1::Explanation;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Organization;
using okapi::goals::v1::Team;

// How many levels below what was asked about are explained. Readers of protobuf and JSON stop at
// 100, with what an answer is wrapped in.
constexpr int kLevelsMax = 60;

absl::StatusOr<Explanation> OfKeyResult(const GoalsStore& store, const storage::Reader& reader,
                                        const KeyResult& key_result, const Timing& timing) {
  Explanation explanation;
  explanation.set_name(key_result.name());
  explanation.set_display_name(key_result.display_name());
  *explanation.mutable_progress() = key_result.progress();
  *explanation.mutable_unit() = key_result.unit();
  OKAPI_RETURN_IF_ERROR(AddValue(store, reader, key_result, explanation));
  AddWay(key_result, explanation);
  AddGuard(key_result, explanation);
  AddProgressSteps(key_result, explanation);
  AddExpectedStep(key_result, timing, explanation);
  AddGuardSteps(key_result, explanation);
  explanation.set_verdict(VerdictOf(key_result.progress(), timing, key_result.has_range()));
  return explanation;
}

absl::StatusOr<Explanation> OfNode(const GoalsStore& store, const storage::Reader& reader,
                                   const RollupNode& node, int level);

// What contributes and is left out here, so that nothing counts twice above.
absl::Status AddCountedElsewhere(const GoalsStore& store, const storage::Reader& reader,
                                 const RollupNode& node, Explanation& explanation) {
  OKAPI_ASSIGN_OR_RETURN(const auto elsewhere, CountedElsewhere(store, reader, node));
  for (const std::string& child : elsewhere) {
    OKAPI_ASSIGN_OR_RETURN(const bool hide, IsHidden(store, reader, child));
    explanation.add_steps(absl::StrCat(
        ShownName(hide ? "" : child),
        " contributes too: it, or what it is made of, counts elsewhere below the top"));
  }
  return absl::OkStatus();
}

// What an objective is made of, and how.
absl::Status AddChildren(const GoalsStore& store, const storage::Reader& reader,
                         const RollupNode& node, int level, Explanation& explanation) {
  for (const KeyResult& key_result : node.key_results) {
    OKAPI_ASSIGN_OR_RETURN(*explanation.add_children(),
                           OfKeyResult(store, reader, key_result, node.timing));
  }
  std::vector<Part> hidden;
  for (const RollupNode& child : node.children) {
    Explanation* explained = explanation.add_children();
    OKAPI_ASSIGN_OR_RETURN(const bool hide, IsHidden(store, reader, child.objective.name()));
    if (hide) {
      hidden.push_back(PartOf(child.objective, child.weight));
    } else {
      OKAPI_ASSIGN_OR_RETURN(*explained, OfNode(store, reader, child, level + 1));
    }
  }
  const std::vector<Part> parts = node.Parts();
  const auto combination = CombinationOf(node.objective);
  AddRollupSteps(parts, node.timing.profile, combination, explanation);
  AddExpectedOfParts(parts, node.timing, combination, explanation);
  OKAPI_RETURN_IF_ERROR(AddCountedElsewhere(store, reader, node, explanation));
  explanation.set_verdict(VerdictOfParts(explanation.progress(), parts, node.timing));
  MergeHidden(hidden, node.timing, combination, explanation);
  return absl::OkStatus();
}

absl::StatusOr<Explanation> OfNode(const GoalsStore& store, const storage::Reader& reader,
                                   const RollupNode& node, int level) {
  Objective objective = node.objective;
  OKAPI_RETURN_IF_ERROR(HideNames(store, reader, objective));
  Explanation explanation;
  explanation.set_name(objective.name());
  explanation.set_display_name(objective.display_name());
  *explanation.mutable_progress() = objective.progress();
  if (level > kLevelsMax) {
    explanation.add_steps(absl::StrCat("it lies more than ", kLevelsMax,
                                       " levels below: ask about it to have it explained"));
    return explanation;
  }
  if (objective.has_grade()) {
    OKAPI_RETURN_IF_ERROR(AddGrade(store, reader, objective, node.timing.profile, explanation));
    explanation.set_verdict(VerdictAtClosing(objective.progress()));
    return explanation;
  }
  OKAPI_RETURN_IF_ERROR(AddCycle(store, reader, objective, explanation));
  AddCombination(objective, explanation);
  OKAPI_RETURN_IF_ERROR(AddChildren(store, reader, node, level, explanation));
  return explanation;
}

// Everything below is of one time, `now`. The policy is the same for all of it and is said once.
absl::StatusOr<Explanation> OfObjective(const GoalsStore& store, const storage::Reader& reader,
                                        const Objective& objective, absl::Time now) {
  OKAPI_ASSIGN_OR_RETURN(const RollupNode node, RollUp(store, reader, objective, now));
  OKAPI_ASSIGN_OR_RETURN(Explanation explanation, OfNode(store, reader, node, /*level=*/0));
  if (objective.has_grade()) return explanation;
  OKAPI_RETURN_IF_ERROR(AddPolicy(store, reader, objective, node.timing, explanation));
  return explanation;
}

absl::StatusOr<Explanation> OfOneKeyResult(const GoalsStore& store, const storage::Reader& reader,
                                           const Objective& objective, const std::string& name,
                                           absl::Time now) {
  OKAPI_ASSIGN_OR_RETURN(KeyResult it, store.key_results.Get(reader, name));
  if (const auto* graded = FindGraded(objective, name)) {
    return ExplainGraded(store, reader, objective, *graded);
  }
  OKAPI_ASSIGN_OR_RETURN(const Timing timing, store.TimingOf(reader, objective, now));
  *it.mutable_progress() = KeyResultProgress(it, timing);
  OKAPI_ASSIGN_OR_RETURN(Explanation explanation, OfKeyResult(store, reader, it, timing));
  AddFirstPromiseStep(it, timing, explanation);
  OKAPI_RETURN_IF_ERROR(AddErrorBudget(store, reader, objective, it, timing, explanation));
  OKAPI_RETURN_IF_ERROR(AddForecast(store, reader, objective, it, timing, explanation));
  OKAPI_RETURN_IF_ERROR(AddCycle(store, reader, objective, explanation));
  OKAPI_RETURN_IF_ERROR(AddPolicy(store, reader, objective, timing, explanation));
  return explanation;
}

bool Is(const std::string& name, const api::NamePattern& pattern) {
  return pattern.Match(name).ok();
}

absl::StatusOr<Explanation> Of(const GoalsStore& store, const storage::Reader& reader,
                               const ExplainRequest& request, absl::Time now) {
  const std::string& name = request.name();
  if (Is(name, api::PatternOf<Organization>()) || Is(name, api::PatternOf<Team>())) {
    return ExplainCalibration(store, reader, name, request.cycle());
  }
  if (!request.cycle().empty()) {
    return status::InvalidField("cycle", "is for an organization or team");
  }
  const bool key_result = Is(name, api::PatternOf<KeyResult>());
  if (!key_result && !Is(name, api::PatternOf<Objective>())) {
    return status::InvalidField(
        "name", "must be the name of an objective, key result, team or organization");
  }
  const std::string owner = key_result ? ParentOf(name) : name;
  OKAPI_ASSIGN_OR_RETURN(const auto objective, store.objectives.FindStored(reader, owner));
  if (!objective.has_value()) return status::NotFound(owner);
  return key_result ? OfOneKeyResult(store, reader, *objective, name, now)
                    : OfObjective(store, reader, *objective, now);
}

}  // namespace

absl::StatusOr<Explanation> ExplanationOf(const GoalsStore& store, const storage::Reader& reader,
                                          const ExplainRequest& request) {
  const absl::Time now = store.Now(reader);
  OKAPI_ASSIGN_OR_RETURN(Explanation explanation, Of(store, reader, request, now));
  *explanation.mutable_as_of_time() = api::ToTimestamp(now);
  explanation.set_rounding(scoring::kRounding);
  return explanation;
}

}  // namespace okapi::goals
