#include "common/rpc/backoff.h"

#include <algorithm>

namespace okapi::rpc {

absl::Duration Backoff::Next() {
  const double share = std::uniform_real_distribution<double>(0.5, 1.0)(random_);
  const absl::Duration wait = next_ * share;
  next_ = std::min(next_ * 2, kLongest);
  return wait;
}

}  // namespace okapi::rpc
