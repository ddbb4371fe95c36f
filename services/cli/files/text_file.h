#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace okapi::cli {

// All of a file; `-` is standard input. INVALID_ARGUMENT for what cannot be read, such as a folder.
absl::StatusOr<std::string> ReadTextFile(const std::string& path);

}  // namespace okapi::cli
