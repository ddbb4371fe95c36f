#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace okapi::base {

// The 32 bytes of the SHA-256 digest of `data`.
std::string Sha256(absl::string_view data);

}  // namespace okapi::base
