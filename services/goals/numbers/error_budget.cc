#include "services/goals/numbers/error_budget.h"

#include <algorithm>
#include <vector>

#include "common/api/timestamp.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;
using scoring::RangeTime;
using scoring::ValueStep;

// Hours for what is measured by the minute, days for what is measured daily; a week and four, so
// that weekends weigh the same in each.
constexpr absl::Duration kWindows[] = {absl::Hours(1),      absl::Hours(6),
                                       absl::Hours(24),     absl::Hours(24 * 3),
                                       absl::Hours(24 * 7), absl::Hours(24 * 28)};

std::vector<absl::Duration> WindowsThatFit(absl::Duration passed) {
  std::vector<absl::Duration> fit;
  for (const absl::Duration window : kWindows) {
    if (window <= passed) fit.push_back(window);
  }
  return fit;
}

RangeTime SoFar(const KeyResult& key_result, const BudgetTime& time,
                absl::Span<const ValueStep> steps) {
  return scoring::TimeInRange(steps, RangeOf(key_result.range()), time.start, time.until);
}

scoring::ErrorBudget Spent(const KeyResult& key_result, const BudgetTime& time,
                           const RangeTime& so_far) {
  return scoring::SpendErrorBudget(key_result.range().error_budget(), time.end - time.start,
                                   so_far.broken);
}

okapi::goals::v1::ErrorBudgetState StateOf(const scoring::ErrorBudget& budget) {
  okapi::goals::v1::ErrorBudgetState state;
  *state.mutable_budget() = api::ToDuration(budget.budget);
  *state.mutable_spent() = api::ToDuration(budget.spent);
  *state.mutable_left() = api::ToDuration(budget.left);
  state.set_spent_share(budget.spent_share);
  return state;
}

}  // namespace

std::optional<scoring::Range> BudgetedRangeOf(const KeyResult& key_result) {
  if (!key_result.has_range() || !key_result.range().has_error_budget()) return std::nullopt;
  return RangeOf(key_result.range());
}

std::optional<scoring::Range> WatchedRangeOf(const KeyResult& key_result) {
  const bool complete =
      key_result.kpi_source().window() == okapi::goals::v1::KpiSource::LATEST_COMPLETE_PERIOD;
  return complete ? std::nullopt : BudgetedRangeOf(key_result);
}

BudgetTime BudgetTimeOf(const KeyResult& key_result, const okapi::goals::v1::Objective& objective,
                        const Timing& timing) {
  BudgetTime time{StartOf(key_result, timing), timing.span.end, timing.now,
                  timing.now >= timing.span.end || objective.has_grade()};
  time.until = std::min(time.until, time.end);
  if (objective.has_grade()) {
    time.until = std::min(time.until, api::FromTimestamp(objective.grade().grade_time()));
  }
  return time;
}

okapi::goals::v1::ErrorBudgetState BudgetStateOf(const KeyResult& key_result,
                                                 const BudgetTime& time,
                                                 absl::Span<const ValueStep> steps) {
  return StateOf(Spent(key_result, time, SoFar(key_result, time, steps)));
}

okapi::goals::v1::ErrorBudget ErrorBudgetOf(const KeyResult& key_result, const BudgetTime& time,
                                            absl::Span<const ValueStep> steps,
                                            absl::Span<const absl::Duration> windows) {
  const double share = key_result.range().error_budget();
  const RangeTime so_far = SoFar(key_result, time, steps);
  const scoring::ErrorBudget budget = Spent(key_result, time, so_far);
  okapi::goals::v1::ErrorBudget view;
  view.set_key_result(key_result.name());
  view.set_error_budget(share);
  *view.mutable_state() = StateOf(budget);
  *view.mutable_unknown() = api::ToDuration(so_far.unknown);
  *view.mutable_start_time() = api::ToTimestamp(time.start);
  *view.mutable_end_time() = api::ToTimestamp(time.end);
  *view.mutable_as_of_time() = api::ToTimestamp(time.until);
  view.set_over(time.over);
  const std::vector<absl::Duration> usual = WindowsThatFit(time.until - time.start);
  for (const absl::Duration window : windows.empty() ? absl::MakeConstSpan(usual) : windows) {
    const RangeTime part =
        scoring::TimeInWindow(steps, RangeOf(key_result.range()), time.start, time.until, window);
    auto& told = *view.add_windows();
    *told.mutable_window() = api::ToDuration(window);
    *told.mutable_spent() = api::ToDuration(part.broken);
    *told.mutable_unknown() = api::ToDuration(part.unknown);
    const auto rate = scoring::BurnRate(part, share);
    if (!rate.has_value()) continue;
    told.set_burn_rate(*rate);
    const auto exhausted = scoring::ExhaustTime(budget, share, *rate, time.until);
    if (exhausted.has_value() && !time.over) {
      *told.mutable_exhaust_time() = api::ToTimestamp(*exhausted);
    }
  }
  return view;
}

}  // namespace okapi::goals
