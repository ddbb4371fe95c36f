#include "services/cli/session/rehearsal.h"

#include <utility>

#include "common/status/status_macros.h"
#include "google/protobuf/empty.pb.h"
#include "okapi/common/v1/rehearsal_service.pb.h"

namespace okapi::cli {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

const MethodDescriptor& ServiceMethod(const char* name) {
  return *common::v1::StartRehearsalRequest::descriptor()->file()->service(0)->FindMethodByName(
      name);
}

bool IsRead(const MethodDescriptor& method) {
  return method.options().idempotency_level() == google::protobuf::MethodOptions::NO_SIDE_EFFECTS;
}

}  // namespace

Rehearsal::~Rehearsal() {
  for (const auto& [package, id] : ids_) {
    common::v1::EndRehearsalRequest request;
    request.set_parent(organization_);
    request.set_rehearsal_id(id);
    google::protobuf::Empty response;
    // One that cannot be ended ends by itself.
    connection_.CallAt(package, ServiceMethod("EndRehearsal"), request, response).IgnoreError();
  }
}

Caller Rehearsal::caller() {
  return [this](const MethodDescriptor& method, const Message& request, Message& response) {
    return Call(method, request, response);
  };
}

absl::Status Rehearsal::Call(const MethodDescriptor& method, const Message& request,
                             Message& response) {
  if (IsRead(method)) return connection_.Call(method, request, response);
  const std::string& package = method.file()->package();
  OKAPI_ASSIGN_OR_RETURN(const std::string id, IdFor(package));
  return connection_.CallAt(package, method, request, response, id);
}

absl::StatusOr<std::string> Rehearsal::IdFor(const std::string& package) {
  std::string& id = ids_[package];
  if (!id.empty()) return id;
  common::v1::StartRehearsalRequest request;
  request.set_parent(organization_);
  common::v1::Rehearsal response;
  const absl::Status started =
      connection_.CallAt(package, ServiceMethod("StartRehearsal"), request, response);
  if (!started.ok()) {
    ids_.erase(package);
    return started;
  }
  return id = response.rehearsal_id();
}

}  // namespace okapi::cli
