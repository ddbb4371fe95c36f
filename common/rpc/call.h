#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace okapi::rpc {

// A caller who may do what the method asks.
struct Call {
  // Full method name, `/okapi.goals.v1.GoalsService/GetObjective`.
  std::string method;
  // Who calls; `anonymous` as long as nobody has to prove it.
  std::string actor;
  // Whose data the request is about: `organizations/{organization}`, empty for calls about none.
  std::string organization;
  // The caller's request id, if the request has one.
  std::string request_id;
  // Whether the request only asks for checks.
  bool validate_only = false;
};

// The one place where every call of every service is admitted: the method must declare the
// permission it needs, the caller must have it, and only then is the request checked against the
// annotations of its proto (common/api/request_check.h).
absl::StatusOr<Call> Admit(const grpc::CallbackServerContext& context,
                           const google::protobuf::Message& request);

// The same for a method whose first message comes later, such as a client stream: permission only.
// `request_type` is the method's input type.
absl::StatusOr<Call> AdmitStream(const grpc::CallbackServerContext& context,
                                 const google::protobuf::Descriptor* request_type);

}  // namespace okapi::rpc
