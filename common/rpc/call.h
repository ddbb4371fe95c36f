#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace okapi::rpc {

// The metadata in which a caller says who it is.
inline constexpr char kActorKey[] = "okapi-actor";
// The actor of those who do not.
inline constexpr char kAnonymous[] = "anonymous";
// The metadata of a write that is only tried: the id of its rehearsal.
inline constexpr char kRehearsalKey[] = "okapi-rehearsal";

// A caller who may do what the method asks.
struct Call {
  // Full method name, `/okapi.goals.v1.GoalsService/GetObjective`.
  std::string method;
  // Who calls, as they say themselves: `organizations/{organization}/members/{member}`, or
  // kAnonymous. Nobody has to prove it yet: it keeps honest people from stumbling over what is not
  // theirs, and does not stop a liar.
  std::string actor;
  // Whose data the request is about: `organizations/{organization}`, empty for calls about none.
  std::string organization;
  // The caller's request id, if the request has one.
  std::string request_id;
  // Whether the request only asks for checks.
  bool validate_only = false;
  // The rehearsal that it belongs to; empty for a call that is meant.
  std::string rehearsal;
};

// The one place where every call of every service is admitted: the method must declare the
// permission it needs, the caller must have it, and only then is the request checked against the
// annotations of its proto (common/api/request_check.h). INVALID_ARGUMENT naming `okapi-actor` when
// the caller does not say well who it is, or belongs to another organization than the request.
absl::StatusOr<Call> Admit(const grpc::CallbackServerContext& context,
                           const google::protobuf::Message& request);

// The same for a method that does what a rehearsal can try: all others refuse to belong to one,
// naming `okapi-rehearsal`, before they do something that was not meant.
absl::StatusOr<Call> AdmitWrite(const grpc::CallbackServerContext& context,
                                const google::protobuf::Message& request);

// The same for a method whose first message comes later, such as a client stream: permission and
// actor only.
// `request_type` is the method's input type.
absl::StatusOr<Call> AdmitStream(const grpc::CallbackServerContext& context,
                                 const google::protobuf::Descriptor* request_type);

// INVALID_ARGUMENT naming `okapi-rehearsal` when the call belongs to a rehearsal: for writes that
// cannot be tried, before they begin.
absl::Status CheckMeant(const grpc::CallbackServerContext& context);

// Whose data a request is about: the organization of its parent, its name, or the resource that it
// carries; empty for a request about none.
std::string OrganizationOf(const google::protobuf::Message& request);

}  // namespace okapi::rpc
