#include "common/rpc/rehearsal_service.h"

#include "common/rpc/call.h"
#include "common/status/convert.h"
#include "common/status/status_macros.h"

namespace okapi::rpc {
namespace {

using okapi::common::v1::EndRehearsalRequest;
using okapi::common::v1::StartRehearsalRequest;

absl::Status Start(Runtime& runtime, const grpc::CallbackServerContext& context,
                   const StartRehearsalRequest& request, okapi::common::v1::Rehearsal& response) {
  OKAPI_ASSIGN_OR_RETURN(const Call call, Admit(context, request));
  OKAPI_ASSIGN_OR_RETURN(*response.mutable_rehearsal_id(), runtime.rehearsals.Start(call));
  return absl::OkStatus();
}

absl::Status End(Runtime& runtime, const grpc::CallbackServerContext& context,
                 const EndRehearsalRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(const Call call, Admit(context, request));
  return runtime.rehearsals.End(call, request.rehearsal_id());
}

}  // namespace

RehearsalService::RehearsalService(Runtime& runtime) : runtime_(runtime) {}

RehearsalService::~RehearsalService() = default;

grpc::ServerUnaryReactor* RehearsalService::StartRehearsal(grpc::CallbackServerContext* context,
                                                           const StartRehearsalRequest* request,
                                                           okapi::common::v1::Rehearsal* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(status::ToGrpc(Start(runtime_, *context, *request, *response)));
  return reactor;
}

grpc::ServerUnaryReactor* RehearsalService::EndRehearsal(grpc::CallbackServerContext* context,
                                                         const EndRehearsalRequest* request,
                                                         google::protobuf::Empty*) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(status::ToGrpc(End(runtime_, *context, *request)));
  return reactor;
}

}  // namespace okapi::rpc
