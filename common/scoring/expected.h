#pragma once

#include "absl/time/time.h"

namespace okapi::scoring {

// Progress expected at a constant pace: the share of [start, end) that has passed at `now`, in [0,
// 1]. 0 at the start, 1 from the end on; for an empty span 0 before it and 1 from it on.
double ExpectedLinear(absl::Time start, absl::Time end, absl::Time now);

}  // namespace okapi::scoring
