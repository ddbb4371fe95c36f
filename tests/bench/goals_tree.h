#pragma once

#include <string>

#include "absl/status/status.h"
#include "tests/bench/peers/outcome.h"

namespace okapi::bench {

// Reading a tree of many objectives, page by page. Uses the directory for the server's data.
absl::Status MeasureTree(const std::string& directory, Outcome& outcome);

}  // namespace okapi::bench
