#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/status/errors.h"

namespace okapi::rpc {

// A request may have this many bytes; more is answered RESOURCE_EXHAUSTED by gRPC itself.
inline constexpr int kRequestBytesMax = 16 << 20;
// An answer that one service accepts from another. Reports of large organizations are larger than
// requests may be.
inline constexpr int kAnswerBytesMax = 256 << 20;

// Change records that a message of a stream carries, at most.
inline constexpr size_t kRecordsPerMessageMax = 256;
// It is closed once it is this large, so that it stays within what receivers take.
inline constexpr size_t kRecordsMessageBytes = 1 << 20;

// What a call is answered that the executor has no place for.
inline absl::Status TooManyCalls() {
  return status::Overloaded("the server has too many calls waiting", absl::Milliseconds(500));
}

}  // namespace okapi::rpc
