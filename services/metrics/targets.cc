#include "services/metrics/targets.h"

#include <algorithm>

#include "common/scoring/sum.h"

namespace okapi::metrics {

int32_t DayNumber(const google::type::Date& date) {
  return (date.year() * 100 + date.month()) * 100 + date.day();
}

Targets::Targets(const v1::Kpi& kpi) : additive_(kpi.aggregation() == v1::SUM) {
  for (const v1::Target& target : kpi.targets()) {
    by_scope_[{target.dimension(), target.member()}].emplace_back(
        DayNumber(target.effective_date()), target.value());
  }
  for (auto& [scope, targets] : by_scope_) std::sort(targets.begin(), targets.end());
}

std::optional<double> Targets::Find(const TargetScope& scope, int32_t day) const {
  const auto found = by_scope_.find(scope);
  if (found == by_scope_.end()) return std::nullopt;
  const auto after = std::partition_point(found->second.begin(), found->second.end(),
                                          [day](const auto& entry) { return entry.first <= day; });
  if (after == found->second.begin()) return std::nullopt;
  return std::prev(after)->second;
}

std::optional<double> Targets::On(const TargetScope& scope, int32_t day) const {
  std::optional<double> target = Find(scope, day);
  if (!target.has_value() && !scope.member.empty()) target = Find({scope.dimension, ""}, day);
  return target;
}

std::optional<double> Targets::Over(const TargetScope& scope,
                                    absl::Span<const int32_t> days) const {
  if (days.empty()) return std::nullopt;
  if (!additive_) return On(scope, days.back());
  scoring::Sum sum;
  bool any = false;
  for (const int32_t day : days) {
    const std::optional<double> target = On(scope, day);
    if (!target.has_value()) continue;
    sum.Add(*target);
    any = true;
  }
  return any ? std::optional<double>(sum.value()) : std::nullopt;
}

}  // namespace okapi::metrics
