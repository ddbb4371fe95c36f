#include "services/goals/store/measure_rules.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/calendar/date.h"
#include "common/scoring/error_budget.h"
#include "common/scoring/key_result.h"
#include "services/goals/numbers/progress.h"
#include "services/goals/store/measure.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;

// Milestones, and steps of a scale.
constexpr int kStepsMax = 20;

void CheckCount(int count, const std::string& field, status::FieldViolations& violations) {
  if (count <= kStepsMax) return;
  violations.Add(field, absl::StrCat("has more than ", kStepsMax, " entries"));
}

// `ids` are those before it.
void CheckStepId(const std::string& id, const std::string& field, std::set<std::string>& ids,
                 status::FieldViolations& violations) {
  if (!api::CheckId(id, "").ok()) {
    violations.Add(field,
                   "must be lower-case letters, digits and hyphens, from a letter, at most 63");
  } else if (!ids.insert(id).second) {
    violations.Add(field, absl::StrCat("'", id, "' occurs twice"));
  }
}

void CheckMilestones(const okapi::goals::v1::Milestones& way, const std::string& field,
                     status::FieldViolations& violations) {
  const auto& milestones = way.milestones();
  if (milestones.empty()) violations.Add(field, "is required");
  CheckCount(milestones.size(), field, violations);
  std::set<std::string> ids;
  for (int i = 0; i < milestones.size(); ++i) {
    const std::string at = absl::StrCat(field, "[", i, "]");
    CheckStepId(milestones[i].milestone_id(), at + ".milestone_id", ids, violations);
    if (milestones[i].has_weight() && !(milestones[i].weight() > 0)) {
      violations.Add(absl::StrCat(at, ".weight"), "must be greater than 0");
    }
  }
}

void CheckSteps(const okapi::goals::v1::Scale& scale, const std::string& field,
                status::FieldViolations& violations) {
  CheckCount(scale.steps_size(), field, violations);
  std::set<std::string> ids;
  for (int i = 0; i < scale.steps_size(); ++i) {
    CheckStepId(scale.steps(i).step_id(), absl::StrCat(field, "[", i, "].step_id"), ids,
                violations);
  }
  scoring::CheckScale(SharesOf(scale), field, violations);
}

}  // namespace

void CheckWay(const KeyResult& way, const std::string& prefix,
              status::FieldViolations& violations) {
  switch (way.measure_case()) {
    case KeyResult::kFromTo:
      scoring::CheckLevels(MeasureOf(way), LevelsOf(way.from_to()), prefix + "from_to.",
                           violations);
      break;
    case KeyResult::kRelativeChange:
      scoring::CheckRelativeChange(way.relative_change().baseline(), way.relative_change().change(),
                                   prefix + "relative_change.", violations);
      break;
    case KeyResult::kRange:
      scoring::CheckRange(RangeOf(way.range()), prefix + "range.", violations);
      if (way.range().has_error_budget()) {
        scoring::CheckErrorBudget(way.range().error_budget(), prefix + "range.error_budget",
                                  violations);
      }
      break;
    case KeyResult::kMilestones:
      CheckMilestones(way.milestones(), prefix + "milestones.milestones", violations);
      break;
    case KeyResult::kScale:
      CheckSteps(way.scale(), prefix + "scale.steps", violations);
      break;
    case KeyResult::kBinary:
    case KeyResult::kFindBaseline:
      break;
    case KeyResult::MEASURE_NOT_SET:
      violations.Add(prefix + "measure", kNoMeasure);
  }
}

bool StartsWithin(const KeyResult& key_result, const okapi::goals::v1::Cycle& cycle) {
  if (!key_result.has_start_date()) return true;
  return !calendar::Before(key_result.start_date(), cycle.start_date()) &&
         !calendar::Before(cycle.end_date(), key_result.start_date());
}

}  // namespace okapi::goals
