#pragma once

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/metrics/chunks/byte_stream.h"

namespace okapi::metrics {

// Numbers from a small range in few bits: the smallest is kept once, a common divisor of the
// distances from it is taken out, and the quotients are packed at one width. The few that would
// make all others wide are kept apart (patched frame of reference: Zukowski et al. 2006).
void EncodeIntegers(absl::Span<const int64_t> values, ByteWriter& out);

// Reads `count` numbers back, by position. False when the bytes are damaged; what `values` holds
// then means nothing.
bool DecodeIntegers(ByteReader& in, size_t count, std::vector<int64_t>& values);

}  // namespace okapi::metrics
