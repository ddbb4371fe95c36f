#pragma once

#include "absl/strings/string_view.h"

namespace okapi::cli {

// Reads a number as people write them, such as -1234.5 or 1e6, white space around it allowed. False
// for all else, also for what C takes: 0x10, inf, nan and what is too large for a double.
bool ParseDecimal(absl::string_view text, double* value);

}  // namespace okapi::cli
