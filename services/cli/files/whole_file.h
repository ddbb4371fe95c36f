#pragma once

#include <functional>
#include <ostream>
#include <string>

#include "absl/status/status.h"

namespace okapi::cli {

// Writes a file that takes the place of the one before only when all of it has come: `write` fills
// it, and what it returns is returned. FAILED_PRECONDITION if the file cannot be written. What is
// no file, such as a pipe, is written as it is.
absl::Status WriteWholeFile(const std::string& path,
                            const std::function<absl::Status(std::ostream& out)>& write);

}  // namespace okapi::cli
