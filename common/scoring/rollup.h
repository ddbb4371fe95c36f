#pragma once

#include <optional>
#include <string>

#include "absl/types/span.h"
#include "okapi/common/v1/scoring.pb.h"

namespace okapi::scoring {

// The worst of all that something is made of.
struct Worst {
  std::string name;
  double clamped = 0;
  okapi::common::v1::Status status = okapi::common::v1::Status::STATUS_UNSPECIFIED;
};

// One of the children whose progress makes their parent's.
struct Child {
  std::string name;
  double weight = 1;  // Not negative.
  // In [0, 1]; nullopt when no value is known.
  std::optional<double> clamped;
  okapi::common::v1::Status status = okapi::common::v1::Status::STATUS_UNSPECIFIED;
  bool stale = false;
  // Of one that is made of others: how much of its weight has no value, or a stale one, and the
  // worst of all at its bottom.
  double missing_share = 0;
  double stale_share = 0;
  std::optional<Worst> worst_below = std::nullopt;
  // How far it should have come by now, in [0, 1].
  double expected = 0;
  // Of one that is made of others: not reached for want of a value, see IsIncomplete().
  bool incomplete = false;
};

// How the values of children make that of their parent. A child without a value is left out:
// missing is never zero. One of weight 0 is no part of it.
enum class Combination {
  // The mean by weight.
  kMean,
  // The lowest, whatever its weight: a chain is as strong as its weakest link.
  kLeast,
  // The highest, whatever its weight: of several ways one is enough.
  kMost,
  // The sum of value times weight, at most 1: each child is its weight's part of the whole, and
  // what the weights lack of 1 is nobody's.
  kTotal,
};

// Whether the value is that of one child, and not put together of all.
bool IsOfOne(Combination combination);

// The parent's progress without its `expected` and `status`:
// - raw and clamped: what the combination makes of the children that have a value, and
//   `missing_share` says how much of the weight the others have. No value when no child with weight
//   has one.
// - worst_child: the child of the worst colour, of several the one with the lowest progress, then
//   the first in the order given; of weight 0 too, and by every combination, because a red child is
//   not to be hidden, also not by one that has come less far because less is expected of it. Worst
//   first: red (OFF_TRACK, MISSED), AT_RISK, not known (STALE, NO_DATA), all others. A child
//   without a value is worse than none: it is in `missing_share`, not here.
// - missing_share and stale_share are shares of the total weight; 0 when that is 0. What is missing
//   within a child counts with its share of the child's weight, so that nothing is lost on the way
//   up.
// - worst_below: the worst of all at the bottom, in the same order, where that is not the worst
//   child itself.
// A child that can be reached in two ways is given once. One that does not apply has weight 0, or
// is not given: it is not missing.
okapi::common::v1::Progress Rollup(absl::Span<const Child> children,
                                   Combination combination = Combination::kMean);

// What is expected of the parent by now, in [0, 1], when `elapsed` of its own time has passed:
// - kMean: the mean of what is expected of the children with a value, by weight.
// - kLeast, kMost: what is expected of the child whose value it is. Of several with that value
//   kLeast expects the most and kMost the least: the chain hangs on the one that is furthest
//   behind, and the way that is not due yet may still be the one.
// - kTotal: what is expected of the children with a value, times their weights, together, and of
//   what is nobody's as much as time has passed; at most 1. So a parent of which a part is nobody's
//   falls behind, as it will not be reached.
// Without a value it is `elapsed`.
double ExpectedOfParent(absl::Span<const Child> children, Combination combination, double elapsed);

// Whether every value that the parent's is made of is stale: of kLeast and kMost those that are it.
// Not where it has none.
bool IsStale(absl::Span<const Child> children, Combination combination);

}  // namespace okapi::scoring
