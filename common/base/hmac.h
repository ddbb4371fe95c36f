#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace okapi::base {

// The 32 bytes of the HMAC-SHA256 (RFC 2104) of `data` with `key`.
std::string HmacSha256(absl::string_view key, absl::string_view data);

}  // namespace okapi::base
