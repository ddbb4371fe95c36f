#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>

#include "common/rpc/runtime.h"
#include "okapi/reporting/v1/reporting_service.grpc.pb.h"
#include "services/reporting/live/live_reports.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

// The wire side of reporting: checks requests and passes them on.
class ReportingService final : public okapi::reporting::v1::ReportingService::CallbackService {
 public:
  // `runtime` and `store` must outlive the service.
  ReportingService(rpc::Runtime& runtime, const ReportingStore& store,
                   std::shared_ptr<const Neighbours> neighbours, LiveReports::Options options = {});
  ~ReportingService() override;

  grpc::ServerUnaryReactor* GetScorecard(grpc::CallbackServerContext* context,
                                         const okapi::reporting::v1::GetScorecardRequest* request,
                                         okapi::reporting::v1::Scorecard* response) override;
  grpc::ServerUnaryReactor* GetOkrReport(grpc::CallbackServerContext* context,
                                         const okapi::reporting::v1::GetOkrReportRequest* request,
                                         okapi::reporting::v1::OkrReport* response) override;
  grpc::ServerUnaryReactor* GetKpiReport(grpc::CallbackServerContext* context,
                                         const okapi::reporting::v1::GetKpiReportRequest* request,
                                         okapi::reporting::v1::KpiReport* response) override;
  grpc::ServerUnaryReactor* GetAlignmentReport(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::GetAlignmentReportRequest* request,
      okapi::reporting::v1::AlignmentReport* response) override;
  grpc::ServerUnaryReactor* GetCombinedReport(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::GetCombinedReportRequest* request,
      okapi::reporting::v1::CombinedReport* response) override;
  grpc::ServerUnaryReactor* AcceptDraftObjective(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::AcceptDraftObjectiveRequest* request,
      okapi::goals::v1::Objective* response) override;
  grpc::ServerUnaryReactor* GetReviewPack(grpc::CallbackServerContext* context,
                                          const okapi::reporting::v1::GetReviewPackRequest* request,
                                          okapi::reporting::v1::ReviewPack* response) override;
  grpc::ServerUnaryReactor* GetDigest(grpc::CallbackServerContext* context,
                                      const okapi::reporting::v1::GetDigestRequest* request,
                                      okapi::reporting::v1::Digest* response) override;
  grpc::ServerUnaryReactor* ExplainNumber(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::ExplainNumberRequest* request,
      okapi::reporting::v1::NumberExplanation* response) override;
  grpc::ServerWriteReactor<okapi::reporting::v1::WatchReportResponse>* WatchReport(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::WatchReportRequest* request) override;

  LiveReports& live_reports_for_test() { return live_reports_; }

 private:
  rpc::Runtime& runtime_;
  const ReportingStore& store_;
  const std::shared_ptr<const Neighbours> neighbours_;
  LiveReports live_reports_;
};

}  // namespace okapi::reporting
