#pragma once

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace okapi::metrics {

// What is needed of an OTLP NumberDataPoint.
struct NumberPoint {
  uint64_t start_ns = 0;
  uint64_t time_ns = 0;
  double value = 0;
  bool has_value = false;  // And is not flagged as having none.
  // The attributes as they came, each with its length. Equal bytes are equal attributes.
  std::string attributes;
};

// What is said of all points of a Gauge or Sum.
struct NumberPointsHeader {
  int temporality = 0;  // AggregationTemporality
  bool monotonic = false;
};

// Reads a serialized Gauge or Sum and calls `visit` with each of its points, serialized. False when
// the bytes are no message; nothing was visited then.
bool ReadNumberPoints(
    absl::string_view bytes, NumberPointsHeader& header,
    absl::FunctionRef<void(const NumberPointsHeader&, absl::string_view point)> visit);

// Reads a serialized NumberDataPoint without making a message of it, since a point is a few numbers
// and its attributes are mostly known already. False when the bytes are no message.
bool ReadNumberPoint(absl::string_view bytes, NumberPoint& point);

}  // namespace okapi::metrics
