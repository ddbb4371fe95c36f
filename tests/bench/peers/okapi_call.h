#pragma once

#include <grpcpp/grpcpp.h>

#include "absl/status/statusor.h"
#include "common/status/convert.h"

namespace okapi::bench {

// Calls a unary method and waits: Call(*stub, &Stub::GetObjective, request).
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Call(Stub& stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                              const Request& request) {
  grpc::ClientContext context;
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return status::FromGrpc(status);
  return response;
}

}  // namespace okapi::bench
