#pragma once

#include <cstdint>

namespace okapi::metrics {

// A value of a series at a time, in microseconds since 1970.
struct Sample {
  int64_t time_us = 0;
  double value = 0;

  friend bool operator==(const Sample&, const Sample&) = default;
};

}  // namespace okapi::metrics
