#include "common/scoring/error_budget.h"

#include <algorithm>

#include "common/scoring/border.h"

namespace okapi::scoring {
namespace {

absl::Duration& PartOf(const ValueStep& step, const Range& range, RangeTime& time) {
  if (!step.value.has_value()) return time.unknown;
  return RangeProgress(range, *step.value) == 1 ? time.kept : time.broken;
}

}  // namespace

RangeTime TimeInRange(absl::Span<const ValueStep> steps, const Range& range, absl::Time start,
                      absl::Time end) {
  RangeTime time;
  ValueStep holds{start, std::nullopt};
  const auto pass_to = [&](absl::Time until) {
    const absl::Time from = std::max(holds.time, start);
    const absl::Time to = std::min(until, end);
    if (from < to) PartOf(holds, range, time) += to - from;
  };
  for (const ValueStep& step : steps) {
    pass_to(step.time);
    holds = step;
  }
  pass_to(end);
  return time;
}

RangeTime TimeInWindow(absl::Span<const ValueStep> steps, const Range& range, absl::Time start,
                       absl::Time now, absl::Duration window) {
  const absl::Time from = now - window;
  RangeTime time = TimeInRange(steps, range, std::max(from, start), now);
  time.unknown += std::clamp(start - from, absl::ZeroDuration(), window);
  return time;
}

void CheckErrorBudget(double share, absl::string_view field, status::FieldViolations& violations) {
  if (share > 0 && share < 1) return;
  violations.Add(field, "must be greater than 0 and less than 1: the share of the time");
}

ErrorBudget SpendErrorBudget(double share, absl::Duration whole, absl::Duration broken) {
  ErrorBudget budget;
  budget.budget = whole * share;
  budget.spent = broken;
  budget.left = budget.budget - broken;
  budget.spent_share = absl::FDivDuration(broken, whole) / share;
  return budget;
}

std::optional<double> BurnRate(const RangeTime& window, double share) {
  const absl::Duration known = window.kept + window.broken;
  if (known <= absl::ZeroDuration()) return std::nullopt;
  return absl::FDivDuration(window.broken, known + window.unknown) / share;
}

std::optional<absl::Time> ExhaustTime(const ErrorBudget& budget, double share, double burn_rate,
                                      absl::Time now) {
  if (burn_rate <= 0 || budget.left <= absl::ZeroDuration()) return std::nullopt;
  return now + budget.left / (burn_rate * share);
}

std::optional<bool> BurnsFaster(std::optional<double> long_window,
                                std::optional<double> short_window, double rate) {
  const auto faster = [rate](double window) { return window > rate + kBorderWidth; };
  if (long_window.has_value() && !faster(*long_window)) return false;
  if (short_window.has_value() && !faster(*short_window)) return false;
  if (!long_window.has_value() || !short_window.has_value()) return std::nullopt;
  return true;
}

}  // namespace okapi::scoring
