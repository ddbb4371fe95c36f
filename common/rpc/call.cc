#include "common/rpc/call.h"

#include <iterator>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/api/request_check.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "okapi/common/v1/permission.pb.h"

namespace okapi::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using okapi::common::v1::Permission;

// Every method has a request type of its own, in the file of its service.
const MethodDescriptor* MethodTaking(const Descriptor* request_type) {
  const auto* file = request_type->file();
  for (int s = 0; s < file->service_count(); ++s) {
    for (int m = 0; m < file->service(s)->method_count(); ++m) {
      if (file->service(s)->method(m)->input_type() == request_type) {
        return file->service(s)->method(m);
      }
    }
  }
  return nullptr;
}

std::string StringField(const Message& message, const std::string& name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() || field->type() != FieldDescriptor::TYPE_STRING) {
    return "";
  }
  return message.GetReflection()->GetString(message, field);
}

bool BoolField(const Message& message, const std::string& name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return field != nullptr && field->type() == FieldDescriptor::TYPE_BOOL &&
         message.GetReflection()->GetBool(message, field);
}

// The resource a request is about: its parent, its name, or the name of the resource it carries.
std::string ResourceOf(const Message& request) {
  for (const char* field : {"parent", "name"}) {
    if (std::string name = StringField(request, field); !name.empty()) return name;
  }
  const auto* reflection = request.GetReflection();
  for (int i = 0; i < request.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = request.GetDescriptor()->field(i);
    if (field->is_repeated() || field->type() != FieldDescriptor::TYPE_MESSAGE) continue;
    if (!reflection->HasField(request, field)) continue;
    std::string name = StringField(reflection->GetMessage(request, field), "name");
    if (!name.empty()) return name;
  }
  return "";
}

// What the metadata has under the key.
absl::StatusOr<std::optional<std::string>> MetadataOf(const grpc::CallbackServerContext& context,
                                                      const char* key) {
  const auto [first, last] = context.client_metadata().equal_range(key);
  if (first == last) return std::nullopt;
  if (std::next(first) != last) return status::InvalidField(key, "is given more than once");
  return std::string(first->second.data(), first->second.size());
}

// Who the caller says it is.
absl::StatusOr<std::string> ActorOf(const grpc::CallbackServerContext& context) {
  static const api::NamePattern& pattern =
      *new api::NamePattern("organizations/{organization}/members/{member}");
  OKAPI_ASSIGN_OR_RETURN(const auto actor, MetadataOf(context, kActorKey));
  if (!actor.has_value()) return kAnonymous;
  OKAPI_RETURN_IF_ERROR(pattern.MatchViews(*actor, kActorKey).status());
  return *actor;
}

// The rehearsal that the call belongs to; empty if to none.
absl::StatusOr<std::string> RehearsalOf(const grpc::CallbackServerContext& context) {
  OKAPI_ASSIGN_OR_RETURN(const auto rehearsal, MetadataOf(context, kRehearsalKey));
  if (!rehearsal.has_value()) return "";
  if (rehearsal->empty()) return status::InvalidField(kRehearsalKey, "is empty");
  return *rehearsal;
}

absl::StatusOr<Call> AdmitMethod(const grpc::CallbackServerContext& context,
                                 const Descriptor* request_type) {
  const MethodDescriptor* method = MethodTaking(request_type);
  if (method == nullptr) {
    return status::Internal(absl::StrCat(request_type->full_name(), " is no method's request"));
  }
  const Permission needed = method->options().GetExtension(okapi::common::v1::permission);
  if (needed == Permission::PERMISSION_UNSPECIFIED) {
    return status::Error(absl::StatusCode::kPermissionDenied,
                         status::ErrorReason::PERMISSION_MISSING,
                         absl::StrCat(method->full_name(), " declares no permission"));
  }
  if (context.IsCancelled()) {
    return status::Error(absl::StatusCode::kCancelled, status::ErrorReason::CALLER_GONE,
                         "the caller went away");
  }
  if (std::chrono::system_clock::now() >= context.deadline()) {
    return status::Error(absl::StatusCode::kDeadlineExceeded, status::ErrorReason::DEADLINE_PASSED,
                         "the deadline had passed before the call began");
  }
  Call call;
  call.method = absl::StrCat("/", method->service()->full_name(), "/", method->name());
  OKAPI_ASSIGN_OR_RETURN(call.actor, ActorOf(context));
  OKAPI_ASSIGN_OR_RETURN(call.rehearsal, RehearsalOf(context));
  return call;
}

}  // namespace

std::string OrganizationOf(const Message& request) {
  return api::OrganizationOf(ResourceOf(request));
}

absl::StatusOr<Call> AdmitWrite(const grpc::CallbackServerContext& context,
                                const Message& request) {
  OKAPI_ASSIGN_OR_RETURN(Call call, AdmitMethod(context, request.GetDescriptor()));
  OKAPI_RETURN_IF_ERROR(api::CheckRequest(request));
  call.organization = OrganizationOf(request);
  if (call.actor != kAnonymous && !call.organization.empty() &&
      api::OrganizationOf(call.actor) != call.organization) {
    return status::InvalidField(
        kActorKey, absl::StrCat("'", call.actor, "' belongs to another organization than '",
                                call.organization, "'"));
  }
  call.request_id = StringField(request, "request_id");
  call.validate_only = BoolField(request, "validate_only");
  return call;
}

absl::Status CheckMeant(const grpc::CallbackServerContext& context) {
  OKAPI_ASSIGN_OR_RETURN(const std::string rehearsal, RehearsalOf(context));
  if (rehearsal.empty()) return absl::OkStatus();
  return status::InvalidField(kRehearsalKey, "this call cannot be rehearsed");
}

absl::StatusOr<Call> Admit(const grpc::CallbackServerContext& context, const Message& request) {
  OKAPI_ASSIGN_OR_RETURN(Call call, AdmitWrite(context, request));
  OKAPI_RETURN_IF_ERROR(CheckMeant(context));
  return call;
}

absl::StatusOr<Call> AdmitStream(const grpc::CallbackServerContext& context,
                                 const Descriptor* request_type) {
  OKAPI_ASSIGN_OR_RETURN(Call call, AdmitMethod(context, request_type));
  OKAPI_RETURN_IF_ERROR(CheckMeant(context));
  return call;
}

}  // namespace okapi::rpc
