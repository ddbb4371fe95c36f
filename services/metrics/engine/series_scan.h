#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "services/metrics/engine/captured_samples.h"

namespace okapi::metrics {

// Receives the samples of one series, interval by interval or not: in any order.
class SampleVisitor {
 public:
  virtual ~SampleVisitor() = default;
  // A whole chunk within the interval.
  virtual void OnChunk(size_t interval, const ChunkStats& stats) = 0;
  // Samples within the interval, at least one, by time.
  virtual void OnSamples(size_t interval, absl::Span<const Sample> samples) = 0;
};

// What the samples of a series are to be read as.
enum class ReadAs {
  kSamples,      // as they are
  kEverySample,  // as they are, each of them: there is no OnChunk
  kIncreases,    // of a counter: what it counted from sample to sample; the first sample counts
                 // nothing
};

// Hands over every sample that counts: of those of a GAUGE or a counter at one time only the last
// that was written. Interval i is [bounds_us[i], bounds_us[i + 1]), of which there is at least one.
// `chunks` may be nullptr when the series has none.
absl::Status ScanSeries(const CapturedSeries& series, v1::SampleKind kind, ReadAs as,
                        const ChunkReader* chunks, absl::Span<const int64_t> bounds_us,
                        SampleVisitor& visitor);

// Sorts samples by time, keeping their order at one time; of a kind whose last sample wins only
// that one stays.
void SortSamples(v1::SampleKind kind, std::vector<Sample>& samples);

}  // namespace okapi::metrics
