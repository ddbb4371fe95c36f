#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/metrics/chunks/sample.h"

namespace okapi::metrics {

// Samples in one chunk at most: a damaged chunk cannot claim more.
inline constexpr size_t kChunkSamplesMax = 8192;

// Samples, sorted by time, of which several may be at one time, 1 to kChunkSamplesMax. Every bit of
// the values comes back. Layout, for ever:
//
//   byte      version, 1
//   varint    count
//   byte      how the times lie: 0 at one distance, 1 at distances
//   signed    time of the first in microseconds; unless there is only one follows
//   varint    the distance (0), or the distances as integers (1; integer_column.h)
//   ...       the values (value_column.h)
std::string EncodeChunk(absl::Span<const Sample> samples);

// Appends the samples. DATA_LOSS when the bytes are damaged.
absl::Status DecodeChunk(absl::string_view bytes, std::vector<Sample>& samples);

}  // namespace okapi::metrics
