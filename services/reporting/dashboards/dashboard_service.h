#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <utility>

#include "common/rpc/runtime.h"
#include "okapi/reporting/v1/dashboard_service.grpc.pb.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

// The wire side of dashboards.
class DashboardService final : public okapi::reporting::v1::DashboardService::CallbackService {
 public:
  // `runtime` and `store` must outlive the service.
  DashboardService(rpc::Runtime& runtime, const ReportingStore& store,
                   std::shared_ptr<const Neighbours> neighbours);
  ~DashboardService() override;

  grpc::ServerUnaryReactor* GetDashboard(grpc::CallbackServerContext* context,
                                         const okapi::reporting::v1::GetDashboardRequest* request,
                                         okapi::reporting::v1::Dashboard* response) override;
  grpc::ServerUnaryReactor* ListDashboards(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::ListDashboardsRequest* request,
      okapi::reporting::v1::ListDashboardsResponse* response) override;
  grpc::ServerUnaryReactor* CreateDashboard(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::CreateDashboardRequest* request,
      okapi::reporting::v1::Dashboard* response) override;
  grpc::ServerUnaryReactor* UpdateDashboard(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::UpdateDashboardRequest* request,
      okapi::reporting::v1::Dashboard* response) override;
  grpc::ServerUnaryReactor* DeleteDashboard(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::DeleteDashboardRequest* request,
      google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* GetDashboardContent(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::GetDashboardContentRequest* request,
      okapi::reporting::v1::DashboardContent* response) override;
  grpc::ServerUnaryReactor* ListDashboardTemplates(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::ListDashboardTemplatesRequest* request,
      okapi::reporting::v1::ListDashboardTemplatesResponse* response) override;
  grpc::ServerUnaryReactor* GetDashboardHistory(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::GetDashboardHistoryRequest* request,
      okapi::reporting::v1::DashboardHistory* response) override;
  grpc::ServerUnaryReactor* ImportDashboardHistory(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::ImportDashboardHistoryRequest* request,
      okapi::reporting::v1::Dashboard* response) override;

 private:
  rpc::Runtime& runtime_;
  const ReportingStore& store_;
  const std::shared_ptr<const Neighbours> neighbours_;
};

}  // namespace okapi::reporting
