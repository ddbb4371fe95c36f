#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/metrics/chunks/sample.h"

namespace okapi::bench {

// Other ways to keep a chunk, to measure against. They trust their input: no checks while decoding.

// As in "Gorilla: A Fast, Scalable, In-Memory Time Series Database" (Pelkonen et al. 2015): delta
// of delta and XOR, bit by bit. Times are kept in the coarsest of second, millisecond and
// microsecond that holds them all, since its times are seconds.
std::string EncodeGorilla(absl::Span<const metrics::Sample> samples);
void DecodeGorilla(absl::string_view bytes, std::vector<metrics::Sample>& samples);

// Delta of delta as varints of the times and of the values, which are taken as integers with the
// decimal exponent of the chunk (or of their bits where they are none), through zstd at level 1:
// how VictoriaMetrics and others keep theirs, without loss.
std::string EncodeDeltaZstd(absl::Span<const metrics::Sample> samples);
void DecodeDeltaZstd(absl::string_view bytes, std::vector<metrics::Sample>& samples);

}  // namespace okapi::bench
