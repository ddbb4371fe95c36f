#pragma once

#include "absl/status/status.h"

namespace okapi::rpc {

// Whether a call that failed so may succeed later without being changed: the service, or the way to
// it, is not well. Anything else is an answer to the question.
inline bool MayPass(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kInternal:  // Also gRPC's code for a connection that was reset.
    case absl::StatusCode::kUnknown:
      return true;
    default:
      return false;
  }
}

}  // namespace okapi::rpc
