#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>

#include "common/rpc/runtime.h"
#include "okapi/reporting/v1/export_service.grpc.pb.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

// The wire side of exports.
class ExportService final : public okapi::reporting::v1::ExportService::CallbackService {
 public:
  // `runtime` and `store` must outlive the service.
  ExportService(rpc::Runtime& runtime, const ReportingStore& store,
                std::shared_ptr<const Neighbours> neighbours);
  ~ExportService() override;

  grpc::ServerWriteReactor<okapi::reporting::v1::ExportReportResponse>* ExportReport(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::ExportReportRequest* request) override;

 private:
  rpc::Runtime& runtime_;
  const ReportingStore& store_;
  const std::shared_ptr<const Neighbours> neighbours_;
};

}  // namespace okapi::reporting
