#include "services/goals/insights/explanation_grade.h"

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/scoring/profile.h"
#include "common/status/status_macros.h"
#include "common/text/quantity.h"
#include "services/goals/insights/explanation_guard.h"
#include "services/goals/insights/explanation_inputs.h"
#include "services/goals/insights/explanation_rollup.h"
#include "services/goals/insights/explanation_steps.h"
#include "services/goals/insights/explanation_verdict.h"
#include "services/goals/store/rollup.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::ScoringProfile;
using okapi::goals::v1::Explanation;
using okapi::goals::v1::Grade;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KeyResultGrade;
using okapi::goals::v1::Objective;

// A score that is computed again may differ from the one that is kept in its last digits.
constexpr double kSameWidth = 1e-9;

// As it was when it was graded: while its objective is closed, nothing else of it changes. nullopt
// when it is not there any more.
absl::StatusOr<std::optional<KeyResult>> FrozenKeyResult(const GoalsStore& store,
                                                         const storage::Reader& reader,
                                                         const KeyResultGrade& graded) {
  // With its milestones that were done.
  OKAPI_ASSIGN_OR_RETURN(auto frozen, store.key_results.Find(reader, graded.key_result()));
  if (!frozen.has_value()) return frozen;
  frozen->clear_current_value();
  if (graded.has_value()) frozen->set_current_value(graded.value());
  *frozen->mutable_progress() = graded.progress();
  if (frozen->has_guard()) {
    frozen->mutable_guard()->set_progress_while_broken(graded.progress_while_guard_broken());
    frozen->mutable_guard()->clear_value();  // Of the day on which it was closed it is not kept.
  }
  return frozen;
}

// Whether its way still gives the number that is kept. One from another product need not.
bool GivesTheSame(const KeyResult& frozen) {
  if (!frozen.progress().has_raw()) return true;
  const auto raw = RawOf(frozen);
  return raw.has_value() && frozen.measure_case() != KeyResult::MEASURE_NOT_SET &&
         std::abs(*raw - frozen.progress().raw()) <= kSameWidth;
}

Explanation ExplainFrozen(const Objective& objective, const KeyResultGrade& graded,
                          const std::optional<KeyResult>& frozen) {
  Explanation explanation;
  explanation.set_name(graded.key_result());
  *explanation.mutable_progress() = graded.progress();
  if (graded.has_value()) {
    Explanation::Input& value =
        AddInput("value when it was closed", objective.name(), objective.etag(), explanation);
    value.set_value(graded.value());
    if (graded.has_value_time()) *value.mutable_time() = graded.value_time();
  }
  if (frozen.has_value()) {
    explanation.set_display_name(frozen->display_name());
    *explanation.mutable_unit() = frozen->unit();
    AddWay(*frozen, explanation);
    AddGuard(*frozen, explanation);
  }
  if (!graded.progress().has_raw()) {
    explanation.add_steps("no value was known when it was closed");
  } else if (frozen.has_value() && GivesTheSame(*frozen)) {
    AddProgressSteps(*frozen, explanation);
  } else {
    explanation.add_steps(
        absl::StrCat("raw = ", text::ExactNumber(graded.progress().raw()),
                     ", as the grade keeps it: its way of today does not give it"));
  }
  if (graded.progress().has_expected()) {
    explanation.add_steps(absl::StrCat(
        "expected = ", text::ExactNumber(graded.progress().expected()), " at that time"));
  }
  if (frozen.has_value()) AddGuardStepsAtClosing(*frozen, graded, explanation);
  explanation.set_verdict(VerdictAtClosing(graded.progress()));
  return explanation;
}

// Whether the rules of today make the computed score of these parts. They may be others than those
// of the day on which it was closed, and what contributed then is not kept.
bool MakesTheScore(const std::vector<Part>& parts, ScoringProfile profile,
                   const Objective& objective) {
  const Grade& grade = objective.grade();
  const auto progress = scoring::RollupBy(profile, ChildrenOf(parts), CombinationOf(objective));
  return progress.has_clamped() == grade.has_computed_score() &&
         std::abs(progress.clamped() - grade.computed_score()) <= kSameWidth;
}

std::string ComputedText(const Objective& objective) {
  const Grade& grade = objective.grade();
  if (!grade.has_computed_score())
    return "computed score: none, as nothing that counts had a value";
  const std::string computed =
      absl::StrCat("computed score = ", text::ExactNumber(grade.computed_score()));
  if (!CountsChildren(objective)) {
    return absl::StrCat(computed, ": the progress of that time, of its key results");
  }
  return absl::StrCat(computed, ": the progress of that time, of ",
                      CountsKeyResults(objective) ? "its key results and " : "",
                      "the objectives that contributed to it, which the grade does not keep");
}

// Why a computed score meets nothing though it would be good enough.
void AddNotMet(const Grade& grade, Explanation& explanation) {
  const bool computed = grade.has_computed_score() && grade.score() == grade.computed_score();
  if (grade.met() || !computed || !(grade.progress().missing_share() > 0)) return;
  explanation.add_steps(
      absl::StrCat("not met: ", text::ExactNumber(grade.progress().missing_share()),
                   " of the weight had no value, and nobody decided on a score"));
}

std::string ScoreText(const Grade& grade) {
  const std::string score = absl::StrCat("score = ", text::ExactNumber(grade.score()));
  if (grade.has_computed_score() && grade.score() == grade.computed_score()) {
    return absl::StrCat(score, ", as computed");
  }
  const std::string instead = grade.has_computed_score()
                                  ? absl::StrCat(", decided by people instead of ",
                                                 text::ExactNumber(grade.computed_score()))
                                  : ", decided by people";
  return absl::StrCat(score, instead, grade.reason().empty() ? "" : ": ", grade.reason());
}

void AddScore(const Objective& objective, Explanation& explanation) {
  const Grade& grade = objective.grade();
  Explanation::Input& score = AddInput("score", objective.name(), objective.etag(), explanation);
  score.set_value(grade.score());
  score.set_text(grade.reason());
  *score.mutable_time() = grade.grade_time();
  if (!grade.has_computed_score()) return;
  Explanation::Input& computed =
      AddInput("computed score", objective.name(), objective.etag(), explanation);
  computed.set_value(grade.computed_score());
  *computed.mutable_time() = grade.grade_time();
}

}  // namespace

absl::StatusOr<Explanation> ExplainGraded(const GoalsStore& store, const storage::Reader& reader,
                                          const Objective& objective,
                                          const KeyResultGrade& graded) {
  OKAPI_ASSIGN_OR_RETURN(const auto frozen, FrozenKeyResult(store, reader, graded));
  return ExplainFrozen(objective, graded, frozen);
}

absl::Status AddGrade(const GoalsStore& store, const storage::Reader& reader,
                      const Objective& objective, ScoringProfile profile,
                      Explanation& explanation) {
  const Grade& grade = objective.grade();
  *explanation.mutable_grade() = grade;
  AddScore(objective, explanation);
  std::vector<Part> parts;
  bool all_there = true;
  for (const KeyResultGrade& graded : grade.key_results()) {
    OKAPI_ASSIGN_OR_RETURN(const auto frozen, FrozenKeyResult(store, reader, graded));
    *explanation.add_children() = ExplainFrozen(objective, graded, frozen);
    all_there = all_there && frozen.has_value();
    if (frozen.has_value()) parts.push_back(PartOf(*frozen));
  }
  const bool only_these = all_there && CountsKeyResults(objective) && !CountsChildren(objective);
  if (only_these && !parts.empty() && MakesTheScore(parts, profile, objective)) {
    AddRollupSteps(parts, profile, CombinationOf(objective), explanation);
  }
  explanation.add_steps(ComputedText(objective));
  explanation.add_steps(ScoreText(grade));
  AddNotMet(grade, explanation);
  explanation.add_steps("closed: the numbers are those of that time; above, the score counts");
  return absl::OkStatus();
}

}  // namespace okapi::goals
