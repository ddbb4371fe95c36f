#include "services/goals/store/error_budgets.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/combining.h"
#include "services/goals/numbers/error_budget.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/lifecycle.h"
#include "services/goals/store/reported_values.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using scoring::ValueStep;

absl::StatusOr<std::vector<ValueStep>> DrivenSteps(const storage::Reader& reader,
                                                   const KeyResult& key_result, absl::Time until) {
  OKAPI_ASSIGN_OR_RETURN(const auto points, PointsOf(reader, key_result.name()));
  std::vector<ValueStep> steps;
  const auto add = [&steps, until](const auto& value) {
    const absl::Time time = api::FromTimestamp(value.value_time());
    if (time <= until) steps.push_back({time, value.value()});
  };
  for (const auto& point : points) {
    for (const auto& earlier : point.earlier()) add(earlier);
    add(point);
  }
  return steps;
}

// Since when nobody knows what the value is, though it had one; nullopt while it is heard.
std::optional<absl::Time> UnknownSince(const Objective& objective, const KeyResult& key_result,
                                       absl::Time last) {
  if (!key_result.has_current_value()) return last;
  const auto since = [last](const auto& told) -> std::optional<absl::Time> {
    if (!told.has_stale_since()) return std::nullopt;
    return std::max(last, api::FromTimestamp(told.stale_since()));
  };
  const auto* graded = FindGraded(objective, key_result.name());
  return graded != nullptr ? since(*graded) : since(key_result.kpi_link());
}

}  // namespace

absl::StatusOr<std::vector<ValueStep>> ValueStepsOf(const GoalsStore& store,
                                                    const storage::Reader& reader,
                                                    const Objective& objective,
                                                    const KeyResult& key_result, absl::Time until) {
  if (!IsDriven(key_result)) {
    OKAPI_ASSIGN_OR_RETURN(const auto values, ReportedValuesOf(store, reader, key_result));
    std::vector<ValueStep> steps;
    for (const DatedValue& value : values) {
      if (value.time <= until) steps.push_back({value.time, value.value});
    }
    return steps;
  }
  OKAPI_ASSIGN_OR_RETURN(std::vector<ValueStep> steps, DrivenSteps(reader, key_result, until));
  if (steps.empty()) return steps;
  const auto unknown_since = UnknownSince(objective, key_result, steps.back().time);
  if (unknown_since.has_value()) steps.push_back({*unknown_since, std::nullopt});
  return steps;
}

absl::Status ShowErrorBudget(const GoalsStore& store, const storage::Reader& reader,
                             const Objective& objective, const Timing& timing,
                             KeyResult& key_result) {
  key_result.clear_error_budget_state();
  if (!BudgetedRangeOf(key_result).has_value()) return absl::OkStatus();
  const BudgetTime time = BudgetTimeOf(key_result, objective, timing);
  OKAPI_ASSIGN_OR_RETURN(const auto steps,
                         ValueStepsOf(store, reader, objective, key_result, time.until));
  *key_result.mutable_error_budget_state() = BudgetStateOf(key_result, time, steps);
  return absl::OkStatus();
}

}  // namespace okapi::goals
