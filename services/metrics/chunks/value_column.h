#pragma once

#include <vector>

#include "absl/types/span.h"
#include "services/metrics/chunks/byte_stream.h"

namespace okapi::metrics {

// Doubles, bit for bit. Most KPI values are decimal numbers with a few places: such are kept as
// integers, the others among them apart (after ALP: Afroozeh, Kuffo, Boncz 2023). Where that does
// not pay, each is kept as what differs from the one before (after Gorilla: Pelkonen et al. 2015),
// or as it is. Of values that change only now and then each is kept once, with how often it
// repeats.
void EncodeValues(absl::Span<const double> values, ByteWriter& out);

// Reads `count` values back. False when the bytes are damaged.
bool DecodeValues(ByteReader& in, size_t count, std::vector<double>& values);

}  // namespace okapi::metrics
