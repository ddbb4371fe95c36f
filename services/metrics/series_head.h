#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "okapi/metrics/v1/samples.pb.h"

namespace okapi::metrics {

struct Sample {
  int64_t time_us = 0;
  double value = 0;

  friend bool operator==(const Sample&, const Sample&) = default;
};

// The samples of one series in memory, sorted by time. Of a GAUGE there is one sample per time, the
// one added last; of a DELTA all are kept, so that sums, means and counts see each of them. Not
// thread-safe: the engine's lock guards it.
class SeriesHead {
 public:
  // Adds a sample. When it does not belong at the end it is only set aside: false then, and
  // Settle() must run before the head is read. So a burst of old samples costs one merge.
  bool Add(v1::SampleKind kind, Sample sample);
  // Merges what was set aside.
  void Settle(v1::SampleKind kind);

  // The samples in [begin_us, end_us), by time. Valid until the next Add. Precondition: settled.
  absl::Span<const Sample> Between(int64_t begin_us, int64_t end_us) const;
  absl::Span<const Sample> All() const { return samples_; }

 private:
  // Sorted up to sorted_; behind that the samples set aside, in the order they came.
  std::vector<Sample> samples_;
  size_t sorted_ = 0;
};

}  // namespace okapi::metrics
