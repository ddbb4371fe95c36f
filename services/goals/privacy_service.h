#pragma once

#include <grpcpp/grpcpp.h>

#include "common/rpc/runtime.h"
#include "okapi/goals/v1/privacy_service.grpc.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// The wire side of what other services have to know of private objectives.
class PrivacyService final : public okapi::goals::v1::PrivacyService::CallbackService {
 public:
  // Both must outlive the service.
  PrivacyService(rpc::Runtime& runtime, const GoalsStore& store);
  ~PrivacyService() override;

  grpc::ServerUnaryReactor* FindHiddenObjectives(
      grpc::CallbackServerContext* context,
      const okapi::goals::v1::FindHiddenObjectivesRequest* request,
      okapi::goals::v1::FindHiddenObjectivesResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  const GoalsStore& store_;
};

}  // namespace okapi::goals
