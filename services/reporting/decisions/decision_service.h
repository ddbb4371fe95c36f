#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "common/rpc/runtime.h"
#include "okapi/reporting/v1/decision_service.grpc.pb.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

// The wire side of decisions.
class DecisionService final : public okapi::reporting::v1::DecisionService::CallbackService {
 public:
  // `runtime` and `store` must outlive the service.
  DecisionService(rpc::Runtime& runtime, const ReportingStore& store,
                  std::shared_ptr<const Neighbours> neighbours);
  ~DecisionService() override;

  grpc::ServerUnaryReactor* GetDecision(grpc::CallbackServerContext* context,
                                        const okapi::reporting::v1::GetDecisionRequest* request,
                                        okapi::reporting::v1::Decision* response) override;
  grpc::ServerUnaryReactor* ListDecisions(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::ListDecisionsRequest* request,
      okapi::reporting::v1::ListDecisionsResponse* response) override;
  grpc::ServerUnaryReactor* CreateDecision(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::CreateDecisionRequest* request,
      okapi::reporting::v1::Decision* response) override;
  grpc::ServerUnaryReactor* UpdateDecision(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::UpdateDecisionRequest* request,
      okapi::reporting::v1::Decision* response) override;
  grpc::ServerUnaryReactor* DeleteDecision(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::DeleteDecisionRequest* request,
      google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* JudgeDecision(grpc::CallbackServerContext* context,
                                          const okapi::reporting::v1::JudgeDecisionRequest* request,
                                          okapi::reporting::v1::Decision* response) override;
  grpc::ServerUnaryReactor* GetDecisionHistory(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::GetDecisionHistoryRequest* request,
      okapi::reporting::v1::DecisionHistory* response) override;
  grpc::ServerUnaryReactor* ImportDecisionHistory(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::ImportDecisionHistoryRequest* request,
      okapi::reporting::v1::Decision* response) override;

 private:
  // The decision that a write is about, as whoever calls sees it.
  template <typename Request>
  absl::StatusOr<std::optional<okapi::reporting::v1::Decision>> Seen(
      const grpc::CallbackServerContext& context, const Request& request,
      const std::string& name) const;

  rpc::Runtime& runtime_;
  const ReportingStore& store_;
  const std::shared_ptr<const Neighbours> neighbours_;
};

}  // namespace okapi::reporting
