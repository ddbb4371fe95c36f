#include "deploy/sample/random.h"

#include <numeric>

namespace okapi::sample {

int64_t Random::Below(int64_t bound) {
  // The bias of the remainder is below bound / 2^64 and harms nothing here.
  return static_cast<int64_t>(engine_() % static_cast<uint64_t>(bound));
}

int64_t Random::Round(int64_t millionths) {
  return millionths / kMillion + (Chance(millionths % kMillion) ? 1 : 0);
}

int64_t Random::Count(int64_t millionths) {
  const int64_t trials = 2 + 3 * millionths / kMillion;
  int64_t count = 0;
  for (int64_t i = 0; i < trials; ++i) {
    count += Chance(millionths / trials) ? 1 : 0;
  }
  return count;
}

size_t Random::Pick(absl::Span<const int64_t> weights) {
  int64_t left = Below(std::accumulate(weights.begin(), weights.end(), int64_t{0}));
  size_t index = 0;
  while (left >= weights[index]) {
    left -= weights[index++];
  }
  return index;
}

}  // namespace okapi::sample
