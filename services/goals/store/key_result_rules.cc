#include "services/goals/store/key_result_rules.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/calendar/date.h"
#include "common/scoring/expected.h"
#include "common/scoring/key_result.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/progress.h"
#include "services/goals/store/assessment_rules.h"
#include "services/goals/store/change_rules.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/key_result_source_rules.h"
#include "services/goals/store/key_result_uses.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/measure_rules.h"
#include "services/goals/store/policy.h"
#include "services/goals/store/references.h"
#include "services/goals/store/retargeting.h"
#include "services/goals/store/rollup.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::ChangeRule;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

absl::StatusOr<int> CountKeyResults(const GoalsStore& store, const storage::Reader& reader,
                                    const std::string& objective) {
  int count = 0;
  auto look = [&count](const KeyResult&) {
    ++count;
    return true;
  };
  OKAPI_RETURN_IF_ERROR(store.key_results.ForEach(reader, objective, look));
  return count;
}

// Who may, by the policy.
absl::Status CheckMayStore(const GoalsStore& store, const storage::Reader& reader,
                           const Objective& objective, const KeyResult* before,
                           const KeyResult& after) {
  const std::string& owner = before == nullptr ? after.owner() : before->owner();
  const ChangedParts changed = ChangedPartsOf(before, after);
  if (changed.words) {
    OKAPI_RETURN_IF_ERROR(
        CheckMayChange(store, reader, objective, {ChangeRule::CHECK_INS, after.name(), owner}));
  }
  if (!changed.itself) return absl::OkStatus();
  const bool targets = before == nullptr || !SameWay(*before, after);
  return CheckMayChange(
      store, reader, objective,
      {targets ? ChangeRule::TARGETS : ChangeRule::OBJECTIVES, after.name(), owner});
}

absl::Status CheckStartDate(const GoalsStore& store, const storage::Reader& reader,
                            const Objective& objective, const KeyResult& key_result) {
  if (!key_result.has_start_date()) return absl::OkStatus();
  OKAPI_RETURN_IF_ERROR(calendar::CheckDate(key_result.start_date(), "key_result.start_date"));
  OKAPI_ASSIGN_OR_RETURN(const auto cycle, store.cycles.FindStored(reader, objective.cycle()));
  if (!cycle.has_value() || StartsWithin(key_result, *cycle)) return absl::OkStatus();
  return status::InvalidField("key_result.start_date", "must be a day of the objective's cycle");
}

// The ends of the way.
void CheckSizes(const KeyResult& key_result, status::FieldViolations& violations) {
  CheckSize(key_result.weight(), "key_result.weight", violations);
  if (key_result.has_from_to()) {
    CheckSize(key_result.from_to().baseline(), "key_result.from_to.baseline", violations);
    CheckSize(key_result.from_to().target(), "key_result.from_to.target", violations);
  }
  if (!key_result.has_relative_change()) return;
  const auto& way = key_result.relative_change();
  CheckSize(way.baseline(), "key_result.relative_change.baseline", violations);
  CheckSize(way.change(), "key_result.relative_change.change", violations);
  if (way.change() != 0 && way.baseline() != 0 &&
      way.baseline() * (1 + way.change()) == way.baseline()) {
    violations.Add("key_result.relative_change.change", "is too small to change the baseline");
  }
}

void CheckKpi(const KeyResult& key_result, const okapi::goals::v1::KpiSource& source,
              absl::string_view field, status::FieldViolations& violations) {
  if (api::OrganizationOf(source.kpi()) == api::OrganizationOf(key_result.name())) return;
  violations.Add(field, "belongs to another organization");
}

// What an objective is measured by, weighted and fed from; all that is wrong at once.
absl::Status CheckMeasure(const KeyResult& key_result) {
  status::FieldViolations violations;
  CheckWay(key_result, "key_result.", violations);
  CheckSizes(key_result, violations);
  const bool by_people =
      key_result.has_milestones() || key_result.has_binary() || key_result.has_scale();
  if (key_result.has_kpi_source() && by_people) {
    violations.Add("key_result.kpi_source", "is not for milestones, binary and scale");
  }
  if (key_result.weight() < 0) violations.Add("key_result.weight", "must not be negative");
  if (key_result.has_kpi_source()) {
    CheckKpi(key_result, key_result.kpi_source(), "key_result.kpi_source.kpi", violations);
  }
  CheckSourceFields(key_result, violations);
  if (key_result.has_guard()) {
    scoring::CheckRange(RangeOf(key_result.guard().range()), "key_result.guard.range.", violations);
    if (key_result.guard().range().has_error_budget()) {
      violations.Add("key_result.guard.range.error_budget", "is not for a guard");
    }
    CheckKpi(key_result, key_result.guard().kpi_source(), "key_result.guard.kpi_source.kpi",
             violations);
  }
  scoring::CheckCurve(key_result.curve(), "key_result.curve.", violations);
  if (key_result.curve().shape() == okapi::common::v1::Curve::SEASON &&
      key_result.kpi_source().window() != okapi::goals::v1::KpiSource::CYCLE_TO_DATE) {
    violations.Add("key_result.curve.shape",
                   "SEASON is for key results with a kpi_source of the window CYCLE_TO_DATE");
  }
  return violations.ToStatus();
}

}  // namespace

void CheckSize(double number, absl::string_view field, status::FieldViolations& violations) {
  constexpr double kMax = 1e100;
  if (std::abs(number) > kMax) violations.Add(field, "must lie between -1e100 and 1e100");
}

absl::Status CheckKeyResultCount(const GoalsStore& store, const storage::Reader& reader,
                                 const Objective& objective, int change) {
  const std::string& name = objective.name();
  OKAPI_ASSIGN_OR_RETURN(const auto policy, store.PolicyOf(reader, api::OrganizationOf(name)));
  OKAPI_ASSIGN_OR_RETURN(int count, CountKeyResults(store, reader, name));
  count += change;
  // What others contribute to can do without.
  const int min = CountsChildren(objective) ? 0 : KeyResultsMin(policy);
  const int max = KeyResultsMax(policy);
  if (count >= min && count <= max) return absl::OkStatus();
  return status::Error(
      absl::StatusCode::kFailedPrecondition, status::ErrorReason::KEY_RESULT_COUNT,
      absl::StrCat("the active objective '", name, "' needs ", min, " to ", max,
                   " key results, not ", count),
      {{"count", absl::StrCat(count)}, {"min", absl::StrCat(min)}, {"max", absl::StrCat(max)}});
}

absl::Status CheckKeyResult(const GoalsStore& store, const storage::Reader& reader,
                            const KeyResult* before, KeyResult& after) {
  OKAPI_RETURN_IF_ERROR(CheckMeasure(after));
  OKAPI_RETURN_IF_ERROR(
      CheckReference(store.members, reader, after.name(), "key_result.owner", after.owner()));
  const std::string parent = ParentOf(after.name());
  OKAPI_ASSIGN_OR_RETURN(const auto objective, store.objectives.FindStored(reader, parent));
  if (!objective.has_value()) return status::NotFound(parent);
  OKAPI_RETURN_IF_ERROR(CheckOpen(*objective));
  OKAPI_RETURN_IF_ERROR(CheckMayStore(store, reader, *objective, before, after));
  OKAPI_RETURN_IF_ERROR(CheckWords(store, reader, before, after));
  OKAPI_RETURN_IF_ERROR(CheckStartDate(store, reader, *objective, after));
  OKAPI_RETURN_IF_ERROR(CheckSource(store, reader, *objective, before, after));
  if (objective->state() != Objective::ACTIVE) return absl::OkStatus();
  if (before != nullptr) return KeepFormerWay(store, reader, *before, after);
  OKAPI_RETURN_IF_ERROR(CheckKeyResultCount(store, reader, *objective, 1));
  return CheckUnlocked(store, reader, after);
}

absl::Status CheckKeyResultUnused(const GoalsStore& store, const storage::Reader& reader,
                                  const KeyResult& key_result) {
  const std::string& name = key_result.name();
  const std::string parent = ParentOf(name);
  auto moves = [&name](const Initiative& initiative) {
    for (const std::string& moved : initiative.key_results()) {
      if (moved == name) return true;
    }
    return false;
  };
  OKAPI_RETURN_IF_ERROR(CheckUnused(store.initiatives, reader, parent, name, moves));
  OKAPI_RETURN_IF_ERROR(CheckNoUsers(store, reader, name, /*gone=*/name));
  OKAPI_ASSIGN_OR_RETURN(const auto objective, store.objectives.FindStored(reader, parent));
  if (!objective.has_value()) return absl::OkStatus();
  OKAPI_RETURN_IF_ERROR(CheckOpen(*objective));
  OKAPI_RETURN_IF_ERROR(
      CheckMayChange(store, reader, *objective, {ChangeRule::TARGETS, name, key_result.owner()}));
  if (objective->state() != Objective::ACTIVE) return absl::OkStatus();
  OKAPI_RETURN_IF_ERROR(CheckKeyResultCount(store, reader, *objective, -1));
  return CheckUnlocked(store, reader, key_result);
}

}  // namespace okapi::goals
