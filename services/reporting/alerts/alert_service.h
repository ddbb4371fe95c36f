#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <optional>
#include <string>

#include "common/rpc/runtime.h"
#include "okapi/reporting/v1/alert_service.grpc.pb.h"
#include "services/reporting/neighbours/neighbours.h"
#include "services/reporting/store/reporting_store.h"

namespace okapi::reporting {

// The wire side of alerts and webhooks. AlertWatcher lets alerts fire, WebhookSender sends.
class AlertService final : public okapi::reporting::v1::AlertService::CallbackService {
 public:
  // Both must outlive the service.
  AlertService(rpc::Runtime& runtime, const ReportingStore& store,
               std::shared_ptr<const Neighbours> neighbours);
  ~AlertService() override;

  grpc::ServerUnaryReactor* GetAlertRule(grpc::CallbackServerContext* context,
                                         const okapi::reporting::v1::GetAlertRuleRequest* request,
                                         okapi::reporting::v1::AlertRule* response) override;
  grpc::ServerUnaryReactor* ListAlertRules(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::ListAlertRulesRequest* request,
      okapi::reporting::v1::ListAlertRulesResponse* response) override;
  grpc::ServerUnaryReactor* GetAlert(grpc::CallbackServerContext* context,
                                     const okapi::reporting::v1::GetAlertRequest* request,
                                     okapi::reporting::v1::Alert* response) override;
  grpc::ServerUnaryReactor* ListAlerts(grpc::CallbackServerContext* context,
                                       const okapi::reporting::v1::ListAlertsRequest* request,
                                       okapi::reporting::v1::ListAlertsResponse* response) override;
  grpc::ServerUnaryReactor* GetWebhook(grpc::CallbackServerContext* context,
                                       const okapi::reporting::v1::GetWebhookRequest* request,
                                       okapi::reporting::v1::Webhook* response) override;
  grpc::ServerUnaryReactor* ListWebhooks(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::ListWebhooksRequest* request,
      okapi::reporting::v1::ListWebhooksResponse* response) override;
  grpc::ServerUnaryReactor* GetDelivery(grpc::CallbackServerContext* context,
                                        const okapi::reporting::v1::GetDeliveryRequest* request,
                                        okapi::reporting::v1::Delivery* response) override;
  grpc::ServerUnaryReactor* ListDeliveries(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::ListDeliveriesRequest* request,
      okapi::reporting::v1::ListDeliveriesResponse* response) override;
  grpc::ServerUnaryReactor* CreateAlertRule(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::CreateAlertRuleRequest* request,
      okapi::reporting::v1::AlertRule* response) override;
  grpc::ServerUnaryReactor* UpdateAlertRule(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::UpdateAlertRuleRequest* request,
      okapi::reporting::v1::AlertRule* response) override;
  grpc::ServerUnaryReactor* DeleteAlertRule(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::DeleteAlertRuleRequest* request,
      google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* CreateWebhook(grpc::CallbackServerContext* context,
                                          const okapi::reporting::v1::CreateWebhookRequest* request,
                                          okapi::reporting::v1::Webhook* response) override;
  grpc::ServerUnaryReactor* UpdateWebhook(grpc::CallbackServerContext* context,
                                          const okapi::reporting::v1::UpdateWebhookRequest* request,
                                          okapi::reporting::v1::Webhook* response) override;
  grpc::ServerUnaryReactor* DeleteWebhook(grpc::CallbackServerContext* context,
                                          const okapi::reporting::v1::DeleteWebhookRequest* request,
                                          google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* AcknowledgeAlert(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::AcknowledgeAlertRequest* request,
      okapi::reporting::v1::Alert* response) override;
  grpc::ServerUnaryReactor* RetryDelivery(grpc::CallbackServerContext* context,
                                          const okapi::reporting::v1::RetryDeliveryRequest* request,
                                          okapi::reporting::v1::Delivery* response) override;
  grpc::ServerUnaryReactor* GetAlertRuleHistory(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::GetAlertRuleHistoryRequest* request,
      okapi::reporting::v1::AlertRuleHistory* response) override;
  grpc::ServerUnaryReactor* ImportAlertRuleHistory(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::ImportAlertRuleHistoryRequest* request,
      okapi::reporting::v1::AlertRule* response) override;
  grpc::ServerWriteReactor<okapi::reporting::v1::WatchAlertsResponse>* WatchAlerts(
      grpc::CallbackServerContext* context,
      const okapi::reporting::v1::WatchAlertsRequest* request) override;

 private:
  // What a write is about, as whoever calls sees it.
  template <typename Request, typename R>
  absl::StatusOr<std::optional<R>> Seen(const grpc::CallbackServerContext& context,
                                        const Request& request, const api::Collection<R>& resources,
                                        const std::string& name) const;

  rpc::Runtime& runtime_;
  const ReportingStore& store_;
  const std::shared_ptr<const Neighbours> neighbours_;
};

}  // namespace okapi::reporting
