#include "common/scoring/rollup.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/scoring/sum.h"

namespace okapi::scoring {
namespace {

using okapi::common::v1::Status;

Worst AsWorst(const Child& child) { return {child.name, child.clamped.value_or(0), child.status}; }

// 0 is red.
int ColourOf(Status status) {
  switch (status) {
    case Status::OFF_TRACK:
    case Status::MISSED:
      return 0;
    case Status::AT_RISK:
      return 1;
    case Status::STALE:
    case Status::NO_DATA:
      return 2;
    default:
      return 3;
  }
}

void KeepWorse(const Worst& one, std::optional<Worst>& worst) {
  const auto rank = [](const Worst& of) { return std::pair(ColourOf(of.status), of.clamped); };
  if (!worst.has_value() || rank(one) < rank(*worst)) worst = one;
}

// Their total, and the total of value times weight.
struct Weighed {
  Sum weight;
  Sum sum;

  void Add(double child_weight, double value) {
    weight.Add(child_weight);
    sum.Add(child_weight * value);
  }
};

std::optional<double> ValueOf(absl::Span<const Child> children, Combination combination) {
  Weighed known;
  double least = 1;
  double most = 0;
  for (const Child& child : children) {
    if (!child.clamped.has_value() || !(child.weight > 0)) continue;
    known.Add(child.weight, *child.clamped);
    least = std::min(least, *child.clamped);
    most = std::max(most, *child.clamped);
  }
  if (!(known.weight.value() > 0)) return std::nullopt;
  switch (combination) {
    case Combination::kLeast:
      return least;
    case Combination::kMost:
      return most;
    case Combination::kTotal:
      return std::min(1.0, known.sum.value());
    default:
      return known.sum.value() / known.weight.value();
  }
}

// The children whose values make the parent's.
std::vector<const Child*> Deciding(absl::Span<const Child> children, Combination combination) {
  const std::optional<double> value = ValueOf(children, combination);
  std::vector<const Child*> deciding;
  for (const Child& child : children) {
    if (!child.clamped.has_value() || !(child.weight > 0)) continue;
    if (!IsOfOne(combination) || child.clamped == value) deciding.push_back(&child);
  }
  return deciding;
}

double ExpectedOfTotal(absl::Span<const Child> children, double elapsed) {
  Sum expected;
  Sum all;
  for (const Child& child : children) {
    all.Add(child.weight);
    if (child.clamped.has_value()) expected.Add(child.weight * child.expected);
  }
  expected.Add(std::max(0.0, 1 - all.value()) * elapsed);
  return std::min(1.0, expected.value());
}

}  // namespace

bool IsOfOne(Combination combination) {
  return combination == Combination::kLeast || combination == Combination::kMost;
}

okapi::common::v1::Progress Rollup(absl::Span<const Child> children, Combination combination) {
  Sum weight;
  Sum missing_weight;
  Sum stale_weight;
  okapi::common::v1::Progress progress;
  std::optional<Worst> worst;
  std::optional<Worst> bottom;
  for (const Child& child : children) {
    weight.Add(child.weight);
    stale_weight.Add(child.weight * (child.stale ? 1 : child.stale_share));
    missing_weight.Add(child.weight * (child.clamped.has_value() ? child.missing_share : 1));
    if (!child.clamped.has_value()) continue;
    KeepWorse(AsWorst(child), worst);
    KeepWorse(child.worst_below.value_or(AsWorst(child)), bottom);
  }
  if (const auto value = ValueOf(children, combination); value.has_value()) {
    progress.set_raw(*value);
    progress.set_clamped(*value);
  }
  if (worst.has_value()) {
    progress.set_worst_child(worst->name);
    progress.set_worst_child_clamped(worst->clamped);
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

double ExpectedOfParent(absl::Span<const Child> children, Combination combination, double elapsed) {
  if (!ValueOf(children, combination).has_value()) return elapsed;
  if (combination == Combination::kTotal) return ExpectedOfTotal(children, elapsed);
  const std::vector<const Child*> deciding = Deciding(children, combination);
  const auto [least, most] =
      std::minmax_element(deciding.begin(), deciding.end(),
                          [](const Child* a, const Child* b) { return a->expected < b->expected; });
  if (combination == Combination::kLeast) return (*most)->expected;
  if (combination == Combination::kMost) return (*least)->expected;
  Weighed expected;
  for (const Child* child : deciding) expected.Add(child->weight, child->expected);
  return expected.sum.value() / expected.weight.value();
}

bool IsStale(absl::Span<const Child> children, Combination combination) {
  const std::vector<const Child*> deciding = Deciding(children, combination);
  return !deciding.empty() && std::all_of(deciding.begin(), deciding.end(),
                                          [](const Child* child) { return child->stale; });
}

}  // namespace okapi::scoring
