#pragma once

#include <optional>
#include <string>

#include "absl/types/span.h"
#include "okapi/common/v1/scoring.pb.h"

namespace okapi::scoring {

// What has the lowest progress of all that something is made of.
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
};

// The parent's progress without its `expected` and `status`:
// - raw and clamped: the mean of the children that have a value, by weight. Children without a
// value are left out, and
//   `missing_share` says how much of the weight they have: missing is never zero. No value when no
//   child with weight has one.
// - worst_child: the child with the lowest progress, the first of them in the order given; of
// weight 0 too, because a red child is
//   not to be hidden. A child without a value is worse than none: it is in `missing_share`, not
//   here.
// - missing_share and stale_share are shares of the total weight; 0 when that is 0. What is missing
// within a child counts with its share of the child's weight, so that nothing is lost on the way
// up.
// - worst_below: the worst of all at the bottom, where that is not the worst child itself; of equal
// ones the first.
// A child that can be reached in two ways is given once. One that does not apply has weight 0, or
// is not given: it is not missing.
okapi::common::v1::Progress Rollup(absl::Span<const Child> children);

}  // namespace okapi::scoring
