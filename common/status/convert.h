#pragma once

#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"

namespace okapi::status {

// What is sent to the caller. Payloads become the google.rpc.Status in the trailers; a status
// without an ErrorInfo gets one by its code. The text of INTERNAL, UNKNOWN and DATA_LOSS goes to
// the log under a random id; the caller gets the id, and none of the payloads.
grpc::Status ToGrpc(const absl::Status& status);

// The same for the receiving side: code, message and details come back as they were sent.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace okapi::status
