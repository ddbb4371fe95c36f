#include "services/goals/wording/wording.h"

#include <string>

#include "services/goals/wording/key_result_text.h"
#include "services/goals/wording/objective_text.h"
#include "services/goals/wording/report.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Finding;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

constexpr int kKeyResultsLeast = 2;

void CheckCount(const Objective& objective, int count, int max, Report& report) {
  const bool own =
      objective.rollup() != Objective::CHILDREN && objective.rollup() != Objective::BOTH;
  if (own && count < kKeyResultsLeast) report.Add(Finding::TOO_FEW, kTooFew, objective.name());
  if (count > max) report.Add(Finding::TOO_MANY, kTooManyKeyResults, objective.name());
}

void AddIfDuplicate(const std::string& name, const std::string& other, Report& report) {
  if (other.empty()) return;
  report.Add(Finding::DUPLICATE, kDuplicate, name, "display_name").set_other(other);
}

// Who has no owner is answered for by the owner of the objective, if it has one.
void CheckOwners(const Objective& objective, absl::Span<const KeyResult> key_results,
                 Report& report) {
  if (!objective.owner().empty()) return;
  report.Add(Finding::NO_OWNER, kNoOwner, objective.name(), "owner");
  for (const KeyResult& key_result : key_results) {
    if (!key_result.owner().empty()) continue;
    report.Add(Finding::NO_OWNER, kNoOwner, key_result.name(), "owner");
  }
}

void CheckKeyResults(absl::Span<const KeyResult> key_results, Report& report) {
  Duplicates before;
  for (const KeyResult& key_result : key_results) {
    CheckKeyResultText(key_result, report);
    const std::string& text = key_result.display_name();
    AddIfDuplicate(key_result.name(), before.Of("", key_result.name(), text), report);
    before.Note("", key_result.name(), text);
  }
}

void CheckAll(const Objective& objective, absl::Span<const KeyResult> key_results,
              int key_results_max, const Duplicates& objectives, Report& report) {
  CheckObjectiveText(objective, report);
  CheckOwners(objective, key_results, report);
  CheckCount(objective, static_cast<int>(key_results.size()), key_results_max, report);
  const std::string& text = objective.display_name();
  AddIfDuplicate(objective.name(), objectives.Of(objective.cycle(), objective.name(), text),
                 report);
  CheckKeyResults(key_results, report);
}

}  // namespace

void Wording::Note(const Objective& objective) {
  objectives_.Note(objective.cycle(), objective.name(), objective.display_name());
  if (!objective.team().empty()) ++counts_[{objective.cycle(), objective.team()}];
  if (!objective.owner().empty()) ++counts_[{objective.cycle(), objective.owner()}];
}

bool Wording::IsOverLimit(const Objective& objective, const Limits& limits) const {
  auto over = [&](const std::string& whose, int max) {
    const auto found = counts_.find({objective.cycle(), whose});
    return max > 0 && found != counts_.end() && found->second > max;
  };
  return over(objective.team(), limits.objectives_of_team) ||
         over(objective.owner(), limits.objectives_of_owner);
}

std::vector<Finding> Wording::Check(const Objective& objective,
                                    absl::Span<const KeyResult> key_results,
                                    const Limits& limits) const {
  Report report(vietnamese_);
  CheckAll(objective, key_results, limits.key_results, objectives_, report);
  if (IsOverLimit(objective, limits)) {
    report.Add(Finding::TOO_MANY, kTooManyObjectives, objective.name());
  }
  return report.Take();
}

std::vector<Finding> CheckWording(const ObjectiveText& text, Language language) {
  Report report(language == Language::kVietnamese);
  Duplicates siblings;
  for (const Objective& sibling : text.siblings) {
    siblings.Note(text.objective.cycle(), sibling.name(), sibling.display_name());
  }
  CheckAll(text.objective, text.key_results, Wording::Limits().key_results, siblings, report);
  return report.Take();
}

}  // namespace okapi::goals
