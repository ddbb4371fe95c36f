#pragma once

#include "absl/strings/string_view.h"

namespace okapi::cli {

// Whether `text` is valid UTF-8; strings of messages must be.
bool IsUtf8(absl::string_view text);

}  // namespace okapi::cli
