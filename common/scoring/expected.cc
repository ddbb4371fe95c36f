#include "common/scoring/expected.h"

#include <algorithm>

namespace okapi::scoring {

double ExpectedLinear(absl::Time start, absl::Time end, absl::Time now) {
  if (now >= end) return 1;
  if (now <= start) return 0;
  return absl::FDivDuration(now - start, end - start);
}

}  // namespace okapi::scoring
