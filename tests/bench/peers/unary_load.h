#pragma once

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace okapi::bench {

// What concurrent callers did.
struct UnaryLoad {
  int64_t calls = 0;  // Answered, all of them well.
  absl::Duration wall;
};

// How callers call.
struct Callers {
  int count = 1;
  int channels = 1;  // Connections that they share.
  absl::Duration time = absl::Seconds(2);
};

// The bytes of the request that a caller sends next. Called by many threads at once, but for one
// caller by one at a time.
using NextRequest = std::function<std::string(int caller)>;

// Each caller calls `method` of the server, and again as soon as it is answered, until the time is
// up. An error unless every call succeeds. From the first call until the last answer.
absl::StatusOr<UnaryLoad> CallForAWhile(const std::string& address, const std::string& method,
                                        const Callers& callers, const NextRequest& next);

// One call on a connection of its own.
absl::StatusOr<grpc::ByteBuffer> CallOnce(const std::string& address, const std::string& method,
                                          const std::string& request);

}  // namespace okapi::bench
