#include "tests/contract/any_call.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <chrono>
#include <future>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/api/field_behavior.h"
#include "common/rpc/call.h"
#include "common/status/convert.h"
#include "google/api/resource.pb.h"
#include "google/rpc/error_info.pb.h"
#include "okapi/common/v1/audit_service.pb.h"
#include "okapi/common/v1/rehearsal_service.pb.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "okapi/goals/v1/privacy_service.pb.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "okapi/reporting/v1/alert_service.pb.h"
#include "okapi/reporting/v1/dashboard_service.pb.h"
#include "okapi/reporting/v1/decision_service.pb.h"
#include "okapi/reporting/v1/export_service.pb.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "okapi/reporting/v1/snapshot_service.pb.h"
#include "tests/support/field_matchers.h"

namespace okapi::contract {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// No test waits longer than this for an answer.
constexpr std::chrono::seconds kTimeout(30);

std::vector<const MethodDescriptor*> MethodsOf(const std::vector<const FileDescriptor*>& files,
                                               bool streaming) {
  std::vector<const MethodDescriptor*> methods;
  for (const FileDescriptor* file : files) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        const MethodDescriptor* method = file->service(s)->method(m);
        if (method->client_streaming() || method->server_streaming() != streaming) continue;
        methods.push_back(method);
      }
    }
  }
  return methods;
}

std::vector<const FileDescriptor*> Files() {
  return {okapi::common::v1::StartRehearsalRequest::descriptor()->file(),
          okapi::goals::v1::GetObjectiveRequest::descriptor()->file(),
          okapi::goals::v1::GetTeamRequest::descriptor()->file(),
          okapi::goals::v1::ExplainRequest::descriptor()->file(),
          okapi::goals::v1::FindHiddenObjectivesRequest::descriptor()->file(),
          okapi::metrics::v1::GetKpiRequest::descriptor()->file(),
          okapi::reporting::v1::GetScorecardRequest::descriptor()->file(),
          okapi::reporting::v1::GetAlertRequest::descriptor()->file(),
          okapi::reporting::v1::GetDashboardRequest::descriptor()->file(),
          okapi::reporting::v1::GetDecisionRequest::descriptor()->file(),
          okapi::reporting::v1::GetSnapshotRequest::descriptor()->file()};
}

// The pattern of what a field refers to; empty if that is not known here.
std::string PatternOf(const FieldDescriptor* field) {
  const std::string& type = field->options().GetExtension(google::api::resource_reference).type();
  for (const auto* file : {okapi::goals::v1::Objective::descriptor()->file(),
                           okapi::metrics::v1::Kpi::descriptor()->file(),
                           okapi::reporting::v1::Alert::descriptor()->file(),
                           okapi::reporting::v1::Dashboard::descriptor()->file(),
                           okapi::reporting::v1::Decision::descriptor()->file(),
                           okapi::reporting::v1::Snapshot::descriptor()->file(),
                           okapi::reporting::v1::Webhook::descriptor()->file()}) {
    for (int i = 0; i < file->message_type_count(); ++i) {
      const auto& resource = file->message_type(i)->options().GetExtension(google::api::resource);
      if (resource.type() == type && resource.pattern_size() > 0) return resource.pattern(0);
    }
  }
  return "";
}

// A name of something that does not exist.
std::string NobodyOf(const std::string& pattern) {
  std::vector<std::string> parts;
  for (const absl::string_view part : absl::StrSplit(pattern, '/')) {
    parts.push_back(absl::StartsWith(part, "{") ? "nobody" : std::string(part));
  }
  return absl::StrJoin(parts, "/");
}

std::string UnknownName(const FieldDescriptor* field) {
  const std::string pattern = PatternOf(field);
  return NobodyOf(pattern.empty() ? "organizations/{organization}/objectives/{objective}"
                                  : pattern);
}

std::string PathOf(const MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

// Whether the operation that was begun last went well.
bool Next(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue.Next(&tag, &ok) && ok;
}

}  // namespace

std::vector<const MethodDescriptor*> UnaryMethods() {
  return MethodsOf(Files(), /*streaming=*/false);
}

std::vector<const MethodDescriptor*> ServerStreamingMethods() {
  std::vector<const FileDescriptor*> files = Files();
  files.push_back(okapi::reporting::v1::ExportReportRequest::descriptor()->file());
  files.push_back(okapi::common::v1::StreamRecordsRequest::descriptor()->file());
  return MethodsOf(files, /*streaming=*/true);
}

std::unique_ptr<Message> New(const Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

void FillRequired(Message& message) {
  const auto* reflection = message.GetReflection();
  const auto& resource = message.GetDescriptor()->options().GetExtension(google::api::resource);
  if (resource.pattern_size() > 0) {
    reflection->SetString(&message, message.GetDescriptor()->FindFieldByName("name"),
                          NobodyOf(resource.pattern(0)));
  }
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (!api::IsRequired(field) || field->containing_oneof() != nullptr) continue;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      FillRequired(field->is_repeated() ? *reflection->AddMessage(&message, field)
                                        : *reflection->MutableMessage(&message, field));
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      const std::string text =
          field->options().HasExtension(google::api::resource_reference) ? UnknownName(field) : "x";
      if (field->is_repeated()) {
        reflection->AddString(&message, field, text);
      } else {
        reflection->SetString(&message, field, text);
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM && !field->is_repeated()) {
      reflection->SetEnumValue(&message, field, 1);
    }
  }
}

absl::Status Call(const std::shared_ptr<grpc::Channel>& channel, const MethodDescriptor& method,
                  const Message& request, const std::vector<std::string>& actors,
                  const std::string& rehearsal) {
  grpc::TemplatedGenericStub<Message, Message> stub(channel);
  grpc::ClientContext context;
  for (const std::string& actor : actors) context.AddMetadata(rpc::kActorKey, actor);
  if (!rehearsal.empty()) context.AddMetadata(rpc::kRehearsalKey, rehearsal);
  context.set_deadline(std::chrono::system_clock::now() + kTimeout);
  const auto response = New(method.output_type());
  std::promise<grpc::Status> done;
  stub.UnaryCall(&context, PathOf(method), grpc::StubOptions(), &request, response.get(),
                 [&done](grpc::Status status) { done.set_value(std::move(status)); });
  return status::FromGrpc(done.get_future().get());
}

absl::Status EndOfStream(const std::shared_ptr<grpc::Channel>& channel,
                         const MethodDescriptor& method, const Message& request) {
  grpc::TemplatedGenericStub<Message, Message> stub(channel);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kTimeout);
  grpc::CompletionQueue queue;
  const auto stream = stub.PrepareCall(&context, PathOf(method), &queue);
  stream->StartCall(nullptr);
  if (Next(queue)) {
    stream->WriteLast(request, grpc::WriteOptions(), nullptr);
    Next(queue);
  }
  const auto response = New(method.output_type());
  stream->Read(response.get(), nullptr);
  const bool begins = Next(queue);
  if (begins) context.TryCancel();
  grpc::Status status;
  stream->Finish(&status, nullptr);
  Next(queue);
  queue.Shutdown();
  while (Next(queue)) {
  }
  return begins ? absl::OkStatus() : status::FromGrpc(status);
}

std::vector<std::string> DetailsOf(const absl::Status& status) {
  std::vector<std::string> details = testing::BadFieldsOf(status);
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  google::rpc::ErrorInfo info;
  if (!payload.has_value() || !info.ParseFromString(std::string(*payload))) return details;
  for (const auto& [key, value] : info.metadata()) details.push_back(absl::StrCat(key, "=", value));
  return details;
}

}  // namespace okapi::contract
