#pragma once

#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"

namespace okapi::status {

// What is sent to the caller. Payloads become the google.rpc.Status in the trailers; a status
// without an ErrorInfo gets one by its code. The texts of INTERNAL and DATA_LOSS, and of any status
// that did not come from errors.h with those codes, go to the log under a random id, and the caller
// gets the id.
grpc::Status ToGrpc(const absl::Status& status);

// The same for the receiving side: code, message and details come back as they were sent.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace okapi::status
