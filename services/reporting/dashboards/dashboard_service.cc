#include "services/reporting/dashboards/dashboard_service.h"

#include <string>

#include "common/api/entry_history.h"
#include "common/rpc/unary.h"
#include "common/status/status_macros.h"
#include "services/reporting/dashboards/dashboard_templates.h"
#include "services/reporting/reading/dashboard_reader.h"

namespace okapi::reporting {

using google::protobuf::Empty;
using okapi::reporting::v1::CreateDashboardRequest;
using okapi::reporting::v1::Dashboard;
using okapi::reporting::v1::DashboardContent;
using okapi::reporting::v1::DashboardHistory;
using okapi::reporting::v1::DeleteDashboardRequest;
using okapi::reporting::v1::GetDashboardContentRequest;
using okapi::reporting::v1::GetDashboardHistoryRequest;
using okapi::reporting::v1::GetDashboardRequest;
using okapi::reporting::v1::ImportDashboardHistoryRequest;
using okapi::reporting::v1::ListDashboardsRequest;
using okapi::reporting::v1::ListDashboardsResponse;
using okapi::reporting::v1::ListDashboardTemplatesRequest;
using okapi::reporting::v1::ListDashboardTemplatesResponse;
using okapi::reporting::v1::UpdateDashboardRequest;

DashboardService::DashboardService(rpc::Runtime& runtime, const ReportingStore& store,
                                   std::shared_ptr<const Neighbours> neighbours)
    : runtime_(runtime), store_(store), neighbours_(std::move(neighbours)) {}

DashboardService::~DashboardService() = default;

grpc::ServerUnaryReactor* DashboardService::GetDashboard(grpc::CallbackServerContext* context,
                                                         const GetDashboardRequest* request,
                                                         Dashboard* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetDashboardRequest& get) {
                     return store_.dashboards.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* DashboardService::ListDashboards(grpc::CallbackServerContext* context,
                                                           const ListDashboardsRequest* request,
                                                           ListDashboardsResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListDashboardsRequest& list) {
                     auto keep = [&list](const Dashboard& dashboard) {
                       return list.team().empty() || dashboard.team().empty() ||
                              dashboard.team() == list.team();
                     };
                     return store_.dashboards.List(*view.reader, list, list.parent(),
                                                   &ListDashboardsResponse::add_dashboards, keep);
                   });
}

grpc::ServerUnaryReactor* DashboardService::CreateDashboard(grpc::CallbackServerContext* context,
                                                            const CreateDashboardRequest* request,
                                                            Dashboard* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction,
             const CreateDashboardRequest& create) -> absl::StatusOr<Dashboard> {
        Dashboard dashboard = create.dashboard();
        if (!create.template_id().empty()) {
          OKAPI_RETURN_IF_ERROR(ApplyTemplate(create.template_id(), create.parent(), dashboard));
        }
        return store_.dashboards.Create(transaction, create.parent(), create.dashboard_id(),
                                        "dashboard_id", std::move(dashboard));
      });
}

grpc::ServerUnaryReactor* DashboardService::UpdateDashboard(grpc::CallbackServerContext* context,
                                                            const UpdateDashboardRequest* request,
                                                            Dashboard* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const UpdateDashboardRequest& update) {
        return store_.dashboards.Update(transaction, update.dashboard(), update.update_mask());
      });
}

grpc::ServerUnaryReactor* DashboardService::DeleteDashboard(grpc::CallbackServerContext* context,
                                                            const DeleteDashboardRequest* request,
                                                            Empty* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const DeleteDashboardRequest& erase) -> absl::StatusOr<Empty> {
                      OKAPI_RETURN_IF_ERROR(store_.dashboards.Delete(
                          transaction, erase.name(), erase.etag(), /*force=*/false));
                      return Empty();
                    });
}

grpc::ServerUnaryReactor* DashboardService::GetDashboardContent(
    grpc::CallbackServerContext* context, const GetDashboardContentRequest* request,
    DashboardContent* response) {
  return rpc::Read(
      runtime_, context, request, response,
      [this](const journal::View& view,
             const GetDashboardContentRequest& get) -> absl::StatusOr<DashboardContent> {
        OKAPI_ASSIGN_OR_RETURN(const Dashboard dashboard,
                               store_.dashboards.Get(*view.reader, get.name()));
        return ReadDashboardContent(*neighbours_, store_, dashboard);
      });
}

grpc::ServerUnaryReactor* DashboardService::ListDashboardTemplates(
    grpc::CallbackServerContext* context, const ListDashboardTemplatesRequest* request,
    ListDashboardTemplatesResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [](const journal::View&, const ListDashboardTemplatesRequest& list)
                       -> absl::StatusOr<ListDashboardTemplatesResponse> {
                     // One page holds them all, so there is no token that would be right.
                     OKAPI_RETURN_IF_ERROR(api::DecodePageToken(list.page_token(), list).status());
                     ListDashboardTemplatesResponse all;
                     for (auto& it : DashboardTemplates())
                       *all.add_dashboard_templates() = std::move(it);
                     return all;
                   });
}

grpc::ServerUnaryReactor* DashboardService::GetDashboardHistory(
    grpc::CallbackServerContext* context, const GetDashboardHistoryRequest* request,
    DashboardHistory* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetDashboardHistoryRequest& get) {
                     return api::EntryHistoryOf<DashboardHistory>(store_.dashboards, *view.reader,
                                                                  get.name());
                   });
}

grpc::ServerUnaryReactor* DashboardService::ImportDashboardHistory(
    grpc::CallbackServerContext* context, const ImportDashboardHistoryRequest* request,
    Dashboard* response) {
  return rpc::Write(
      runtime_, context, request, response,
      [this](journal::Transaction& transaction, const ImportDashboardHistoryRequest& import) {
        return api::ImportEntryHistory(store_.dashboards, transaction, import);
      });
}

}  // namespace okapi::reporting
