#pragma once

#include <string>

#include "absl/status/status.h"
#include "tests/bench/peers/outcome.h"

namespace okapi::bench {

// Durable check-ins one by one and in batches, beside etcd's puts. Uses the directory for both
// servers' data.
absl::Status MeasureCheckIns(const std::string& directory, Outcome& outcome);

}  // namespace okapi::bench
