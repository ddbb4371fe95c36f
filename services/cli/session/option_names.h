#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"

namespace okapi::cli {

// What was typed for a field: `--since` for `start_time`.
using OptionNames = std::map<std::string, std::string>;

// The status with the options in place of the fields: who typed an option knows of no field.
absl::Status InOptions(const absl::Status& status, const OptionNames& options);

}  // namespace okapi::cli
