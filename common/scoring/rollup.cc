#include "common/scoring/rollup.h"

#include "common/scoring/sum.h"

namespace okapi::scoring {

okapi::common::v1::Progress Rollup(absl::Span<const Child> children) {
  Sum weight;
  Sum known_weight;
  Sum missing_weight;
  Sum stale_weight;
  Sum weighted;
  okapi::common::v1::Progress progress;
  const Child* worst = nullptr;
  for (const Child& child : children) {
    weight.Add(child.weight);
    if (child.stale) stale_weight.Add(child.weight);
    if (!child.clamped.has_value()) {
      missing_weight.Add(child.weight);
      continue;
    }
    known_weight.Add(child.weight);
    weighted.Add(child.weight * *child.clamped);
    if (worst == nullptr || *child.clamped < *worst->clamped) worst = &child;
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
  if (weight.value() > 0) {
    progress.set_missing_share(missing_weight.value() / weight.value());
    progress.set_stale_share(stale_weight.value() / weight.value());
  }
  return progress;
}

}  // namespace okapi::scoring
