#include "common/scoring/rollup.h"

#include "common/scoring/sum.h"

namespace okapi::scoring {
namespace {

Worst BottomOf(const Child& child) {
  return child.worst_below.value_or(Worst{child.name, child.clamped.value_or(0), child.status});
}

}  // namespace

okapi::common::v1::Progress Rollup(absl::Span<const Child> children) {
  Sum weight;
  Sum known_weight;
  Sum missing_weight;
  Sum stale_weight;
  Sum weighted;
  okapi::common::v1::Progress progress;
  const Child* worst = nullptr;
  std::optional<Worst> bottom;
  for (const Child& child : children) {
    weight.Add(child.weight);
    stale_weight.Add(child.weight * (child.stale ? 1 : child.stale_share));
    missing_weight.Add(child.weight * (child.clamped.has_value() ? child.missing_share : 1));
    if (!child.clamped.has_value()) continue;
    known_weight.Add(child.weight);
    weighted.Add(child.weight * *child.clamped);
    if (worst == nullptr || *child.clamped < *worst->clamped) worst = &child;
    const Worst below = BottomOf(child);
    if (!bottom.has_value() || below.clamped < bottom->clamped) bottom = below;
  }
  if (known_weight.value() > 0) {
    const double mean = weighted.value() / known_weight.value();
    progress.set_raw(mean);
    progress.set_clamped(mean);
  }
  if (worst != nullptr) {
    progress.set_worst_child(worst->name);
    progress.set_worst_child_clamped(*worst->clamped);
    progress.set_worst_child_status(worst->status);
  }
  if (bottom.has_value() && bottom->name != worst->name) {
    progress.set_worst_below(bottom->name);
    progress.set_worst_below_clamped(bottom->clamped);
    progress.set_worst_below_status(bottom->status);
  }
  if (weight.value() > 0) {
    progress.set_missing_share(missing_weight.value() / weight.value());
    progress.set_stale_share(stale_weight.value() / weight.value());
  }
  return progress;
}

}  // namespace okapi::scoring
