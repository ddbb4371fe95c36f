#pragma once

#include <grpcpp/grpcpp.h>

#include "common/rpc/runtime.h"
#include "okapi/goals/v1/review_service.grpc.pb.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// The wire side of what to make of goals. It changes nothing.
class ReviewService final : public okapi::goals::v1::ReviewService::CallbackService {
 public:
  // Both must outlive the service.
  ReviewService(rpc::Runtime& runtime, const GoalsStore& store);
  ~ReviewService() override;

  grpc::ServerUnaryReactor* Explain(grpc::CallbackServerContext* context,
                                    const okapi::goals::v1::ExplainRequest* request,
                                    okapi::goals::v1::Explanation* response) override;
  grpc::ServerUnaryReactor* ListFindings(grpc::CallbackServerContext* context,
                                         const okapi::goals::v1::ListFindingsRequest* request,
                                         okapi::goals::v1::ListFindingsResponse* response) override;
  grpc::ServerUnaryReactor* ListDue(grpc::CallbackServerContext* context,
                                    const okapi::goals::v1::ListDueRequest* request,
                                    okapi::goals::v1::ListDueResponse* response) override;
  grpc::ServerUnaryReactor* GetCalibration(grpc::CallbackServerContext* context,
                                           const okapi::goals::v1::GetCalibrationRequest* request,
                                           okapi::goals::v1::Calibration* response) override;
  grpc::ServerUnaryReactor* GetCycleResult(grpc::CallbackServerContext* context,
                                           const okapi::goals::v1::GetCycleResultRequest* request,
                                           okapi::goals::v1::CycleResult* response) override;
  grpc::ServerUnaryReactor* WhatIf(grpc::CallbackServerContext* context,
                                   const okapi::goals::v1::WhatIfRequest* request,
                                   okapi::goals::v1::WhatIfResponse* response) override;
  grpc::ServerUnaryReactor* CompareProfiles(
      grpc::CallbackServerContext* context, const okapi::goals::v1::CompareProfilesRequest* request,
      okapi::goals::v1::CompareProfilesResponse* response) override;

 private:
  rpc::Runtime& runtime_;
  const GoalsStore& store_;
};

}  // namespace okapi::goals
