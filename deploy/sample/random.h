#pragma once

#include <cstddef>
#include <cstdint>
#include <random>

#include "absl/types/span.h"

namespace okapi::sample {

// One million: shares and expectations are whole numbers of millionths, because whole numbers come
// out the same on every platform. For the same reason the distributions of <random> are not used:
// their algorithms differ between libraries.
inline constexpr int64_t kMillion = 1'000'000;

// A seeded source of chance. Not thread-safe.
class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}

  // A number in [0, bound); `bound` is positive.
  int64_t Below(int64_t bound);
  // A number in [low, high], both included.
  int64_t Between(int64_t low, int64_t high) { return low + Below(high - low + 1); }
  // True `millionths` times in a million.
  bool Chance(int64_t millionths) { return Below(kMillion) < millionths; }
  // `millionths` / 1,000,000 rounded up or down so that the mean is exact.
  int64_t Round(int64_t millionths);
  // A count of events of which `millionths` / 1,000,000 are expected: a binomial close to Poisson.
  int64_t Count(int64_t millionths);
  // An index into `weights`, as often as its weight says. At least one weight is positive, none
  // negative.
  size_t Pick(absl::Span<const int64_t> weights);

 private:
  std::mt19937_64 engine_;
};

}  // namespace okapi::sample
