#pragma once

#include <grpcpp/grpcpp.h>

#include "common/rpc/runtime.h"
#include "okapi/common/v1/rehearsal_service.grpc.pb.h"

namespace okapi::rpc {

// Begins and ends rehearsals; the writes within them are calls of the other services.
class RehearsalService final : public okapi::common::v1::RehearsalService::CallbackService {
 public:
  // `runtime` must outlive the service.
  explicit RehearsalService(Runtime& runtime);
  ~RehearsalService() override;

  grpc::ServerUnaryReactor* StartRehearsal(grpc::CallbackServerContext* context,
                                           const okapi::common::v1::StartRehearsalRequest* request,
                                           okapi::common::v1::Rehearsal* response) override;
  grpc::ServerUnaryReactor* EndRehearsal(grpc::CallbackServerContext* context,
                                         const okapi::common::v1::EndRehearsalRequest* request,
                                         google::protobuf::Empty* response) override;

 private:
  Runtime& runtime_;
};

}  // namespace okapi::rpc
