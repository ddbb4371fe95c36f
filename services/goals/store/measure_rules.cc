#include "services/goals/store/measure_rules.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/calendar/date.h"
#include "common/scoring/key_result.h"
#include "services/goals/numbers/progress.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;

constexpr int kMilestonesMax = 20;

void CheckMilestones(const okapi::goals::v1::Milestones& way, const std::string& field,
                     status::FieldViolations& violations) {
  const auto& milestones = way.milestones();
  if (milestones.empty()) violations.Add(field, "is required");
  if (milestones.size() > kMilestonesMax) {
    violations.Add(field, absl::StrCat("has more than ", kMilestonesMax, " entries"));
  }
  std::set<std::string> ids;
  for (int i = 0; i < milestones.size(); ++i) {
    const std::string at = absl::StrCat(field, "[", i, "]");
    const std::string& id = milestones[i].milestone_id();
    if (!api::CheckId(id, "").ok()) {
      violations.Add(absl::StrCat(at, ".milestone_id"),
                     "must be lower-case letters, digits and hyphens, from a letter, at most 63");
    } else if (!ids.insert(id).second) {
      violations.Add(absl::StrCat(at, ".milestone_id"), absl::StrCat("'", id, "' occurs twice"));
    }
    if (milestones[i].has_weight() && !(milestones[i].weight() > 0)) {
      violations.Add(absl::StrCat(at, ".weight"), "must be greater than 0");
    }
  }
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
      break;
    case KeyResult::kMilestones:
      CheckMilestones(way.milestones(), prefix + "milestones.milestones", violations);
      break;
    case KeyResult::kBinary:
    case KeyResult::kScale:
    case KeyResult::kFindBaseline:
      break;
    case KeyResult::MEASURE_NOT_SET:
      violations.Add(prefix + "measure",
                     "one of from_to, relative_change, range, milestones and binary is required");
  }
}

bool StartsWithin(const KeyResult& key_result, const okapi::goals::v1::Cycle& cycle) {
  if (!key_result.has_start_date()) return true;
  return !calendar::Before(key_result.start_date(), cycle.start_date()) &&
         !calendar::Before(cycle.end_date(), key_result.start_date());
}

}  // namespace okapi::goals
