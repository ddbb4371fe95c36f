#include "services/cli/session/connection.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/proto_buffer_reader.h>

#include <chrono>
#include <future>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/rpc/call.h"
#include "common/rpc/channel.h"
#include "common/status/convert.h"
#include "common/status/errors.h"

namespace okapi::cli {
namespace {

using google::protobuf::Message;

constexpr auto kCallMax = std::chrono::seconds(30);

std::string FullMethod(const google::protobuf::MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

// `goals` of `okapi.goals.v1`.
std::string ServiceOf(const std::string& package) {
  const std::vector<std::string> parts = absl::StrSplit(package, '.');
  return parts.size() > 1 ? parts[1] : package;
}

}  // namespace

const std::string& Connection::AddressOf(const std::string& package) const {
  if (absl::StartsWith(package, "okapi.goals.")) return addresses_.goals;
  if (absl::StartsWith(package, "okapi.metrics.")) return addresses_.metrics;
  return addresses_.reporting;
}

std::shared_ptr<grpc::Channel> Connection::ChannelOf(const std::string& package) {
  std::shared_ptr<grpc::Channel>& channel = channels_[AddressOf(package)];
  if (channel == nullptr) channel = rpc::Connect(AddressOf(package));
  return channel;
}

void Connection::Introduce(const Message& request, grpc::ClientContext& context) const {
  if (actor_.empty()) return;
  if (absl::StrContains(actor_, '/')) return context.AddMetadata(rpc::kActorKey, actor_);
  const std::string organization = rpc::OrganizationOf(request);
  if (organization.empty()) return;
  context.AddMetadata(rpc::kActorKey, absl::StrCat(organization, "/members/", actor_));
}

absl::Status Connection::CallAt(const std::string& package,
                                const google::protobuf::MethodDescriptor& method,
                                const Message& request, Message& response,
                                const std::string& rehearsal) {
  // Bytes, for gRPC says nothing of an answer that it cannot read.
  grpc::TemplatedGenericStub<Message, grpc::ByteBuffer> stub(ChannelOf(package));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kCallMax);
  Introduce(request, context);
  if (!rehearsal.empty()) context.AddMetadata(rpc::kRehearsalKey, rehearsal);
  grpc::ByteBuffer answer;
  std::promise<grpc::Status> done;
  stub.UnaryCall(&context, FullMethod(method), grpc::StubOptions(), &request, &answer,
                 [&done](grpc::Status status) { done.set_value(std::move(status)); });
  const absl::Status ended = status::FromGrpc(done.get_future().get());
  if (!ended.ok()) return Explain(package, ended);
  grpc::ProtoBufferReader bytes(&answer);
  if (response.ParseFromZeroCopyStream(&bytes)) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("what the ", ServiceOf(package), " service at ",
                                          AddressOf(package), " answered cannot be read"));
}

absl::Status Connection::Explain(const std::string& package, const absl::Status& status) const {
  // What a service says itself has details, also when it says that another one is away.
  if (status.ok() || status::ReasonOf(status) != status::ErrorReason::ERROR_REASON_UNSPECIFIED) {
    return status;
  }
  const std::string service = ServiceOf(package);
  const std::string where = absl::StrCat("the ", service, " service at ", AddressOf(package));
  const auto tell = [&](const std::string& text) {
    const char* colon = status.message().empty() ? "" : ": ";
    return absl::Status(status.code(), absl::StrCat(text, colon, status.message()));
  };
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return tell(absl::StrCat(where, " does not answer"));
    case absl::StatusCode::kDeadlineExceeded:
      return absl::DeadlineExceededError(absl::StrCat(where, " did not answer in time"));
    case absl::StatusCode::kUnimplemented:
      return tell(absl::StrCat(where, " answered UNIMPLEMENTED; is ", AddressOf(package),
                               " really the ", service, " service?"));
    default:
      return tell(absl::StrCat(where, " answered ", absl::StatusCodeToString(status.code())));
  }
}

}  // namespace okapi::cli
