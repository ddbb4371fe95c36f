#pragma once

#include <string>

#include "absl/status/status.h"
#include "tests/bench/peers/outcome.h"

namespace okapi::bench {

// How long a sample of a KPI takes to show in all the key results that it drives. Uses the
// directory for the data of okapi-metrics and okapi-goals.
absl::Status MeasureFanOut(const std::string& directory, Outcome& outcome);

}  // namespace okapi::bench
