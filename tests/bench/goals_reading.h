#pragma once

#include <string>

#include "absl/status/status.h"
#include "tests/bench/peers/outcome.h"

namespace okapi::bench {

// Lists a tree of so many objectives in pages of 1,000, with the progress of each, `runs` times:
// median per page and of the whole. Directories are those of servers, and new.
absl::Status MeasureTree(const std::string& directory, int objectives, Outcome& outcome);

// From the acknowledgement of a sample until a watcher of goals has been shown all key results that
// its KPI drives.
absl::Status MeasureFanOut(const std::string& directory, int key_results, Outcome& outcome);

}  // namespace okapi::bench
