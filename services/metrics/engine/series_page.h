#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/metrics/engine/series_scan.h"

namespace okapi::metrics {

// A place among the samples of a series, sorted by time and, at one time, by value.
struct SamplePosition {
  int64_t time_us = 0;
  uint64_t skipped = 0;  // So many samples at that time lie before it.
};

struct SeriesPage {
  std::vector<Sample> samples;
  std::optional<SamplePosition> next;  // Where to go on; nullopt at the end.
};

// The first `max` samples from the position on and before `end_us`. Reads little more than it
// returns, however many the series has.
absl::StatusOr<SeriesPage> ReadSeriesPage(const CapturedSeries& series, v1::SampleKind kind,
                                          const ChunkReader* chunks, SamplePosition from,
                                          int64_t end_us, size_t max);

}  // namespace okapi::metrics
