#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace okapi::reporting {

struct HttpPost {
  std::string url;
  std::string body;
  // `Name: value`.
  std::vector<std::string> headers;
  absl::Duration timeout = absl::Seconds(10);
  bool to_private_addresses = false;
};

// Posts, and returns the code of the answer, whose body is not read. Follows no redirects and uses
// no proxy; certificates are checked. The address is judged after the name was resolved and before
// it is connected to, so no name can hide one. Blocks. UNAVAILABLE with what went wrong;
// PERMISSION_DENIED for an address that is not public. Thread-safe.
absl::StatusOr<int> Post(const HttpPost& post);

}  // namespace okapi::reporting
