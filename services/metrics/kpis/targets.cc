#include "services/metrics/kpis/targets.h"

#include <algorithm>

#include "common/scoring/expected.h"
#include "common/scoring/sum.h"

namespace okapi::metrics {
namespace {

Aim AimOf(const v1::Target& target) {
  if (!target.has_range()) return {target.value(), std::nullopt};
  return {target.range().min(), target.range().max()};
}

}  // namespace

int32_t DayNumber(const google::type::Date& date) {
  return (date.year() * 100 + date.month()) * 100 + date.day();
}

Targets::Targets(const v1::Kpi& kpi) {
  for (const v1::Target& target : kpi.targets()) {
    by_scope_[{target.dimension(), target.member()}].emplace_back(
        DayNumber(target.effective_date()), target);
  }
  for (auto& [scope, targets] : by_scope_) {
    std::sort(targets.begin(), targets.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
  }
}

const v1::Target* Targets::Find(const TargetScope& scope, int32_t day) const {
  const auto found = by_scope_.find(scope);
  if (found == by_scope_.end()) return nullptr;
  const auto after = std::partition_point(found->second.begin(), found->second.end(),
                                          [day](const auto& entry) { return entry.first <= day; });
  if (after == found->second.begin()) return nullptr;
  return &std::prev(after)->second;
}

const v1::Target* Targets::FindOn(const TargetScope& scope, int32_t day) const {
  const v1::Target* target = Find(scope, day);
  if (target == nullptr && !scope.member.empty()) target = Find({scope.dimension, ""}, day);
  return target;
}

std::optional<Aim> Targets::On(const TargetScope& scope, int32_t day) const {
  const v1::Target* target = FindOn(scope, day);
  return target == nullptr ? std::nullopt : std::optional<Aim>(AimOf(*target));
}

std::optional<Aim> Targets::Over(const TargetScope& scope, absl::Span<const TargetPart> parts,
                                 bool additive) const {
  if (parts.empty()) return std::nullopt;
  if (!additive) return On(scope, parts.back().day);
  return Add(scope, parts, [](const v1::Target&, const TargetPart&) { return 1.0; });
}

std::optional<Aim> Targets::DueOver(const TargetScope& scope, absl::Span<const TargetPart> parts,
                                    absl::Time at, bool additive) const {
  if (!additive) return Over(scope, parts, additive);
  return Add(scope, parts, [at](const v1::Target& target, const TargetPart& part) {
    const double elapsed = scoring::ExpectedLinear(part.start, part.end, at);
    return scoring::ExpectedByCurve(target.curve(), elapsed);
  });
}

std::optional<Aim> Targets::Add(
    const TargetScope& scope, absl::Span<const TargetPart> parts,
    absl::FunctionRef<double(const v1::Target&, const TargetPart&)> share) const {
  scoring::Sum value;
  std::optional<scoring::Sum> max;
  bool any = false;
  for (const TargetPart& part : parts) {
    const v1::Target* target = FindOn(scope, part.day);
    if (target == nullptr) continue;
    any = true;
    const Aim aim = AimOf(*target);
    const double due = share(*target, part);
    value.Add(aim.value * due);
    if (!aim.max.has_value()) continue;
    if (!max.has_value()) max.emplace();
    max->Add(*aim.max * due);
  }
  if (!any) return std::nullopt;
  return Aim{value.value(), max.has_value() ? std::optional(max->value()) : std::nullopt};
}

}  // namespace okapi::metrics
