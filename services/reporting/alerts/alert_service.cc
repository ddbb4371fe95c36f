#include "services/reporting/alerts/alert_service.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/entry_history.h"
#include "common/api/timestamp.h"
#include "common/api/update_mask.h"
#include "common/rpc/call.h"
#include "common/rpc/change_feed.h"
#include "common/rpc/limits.h"
#include "common/rpc/server_stream.h"
#include "common/rpc/unary.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/reading/existence.h"
#include "services/reporting/reading/subject_privacy.h"
#include "services/reporting/store/alert_rules.h"
#include "services/reporting/store/same_organization.h"
#include "services/reporting/store/webhook_rules.h"
#include "services/reporting/webhooks/outbox.h"

namespace okapi::reporting {

using google::protobuf::Empty;
using okapi::reporting::v1::AcknowledgeAlertRequest;
using okapi::reporting::v1::Alert;
using okapi::reporting::v1::AlertRule;
using okapi::reporting::v1::AlertRuleHistory;
using okapi::reporting::v1::CreateAlertRuleRequest;
using okapi::reporting::v1::CreateWebhookRequest;
using okapi::reporting::v1::DeleteAlertRuleRequest;
using okapi::reporting::v1::DeleteWebhookRequest;
using okapi::reporting::v1::Delivery;
using okapi::reporting::v1::GetAlertRequest;
using okapi::reporting::v1::GetAlertRuleHistoryRequest;
using okapi::reporting::v1::GetAlertRuleRequest;
using okapi::reporting::v1::GetDeliveryRequest;
using okapi::reporting::v1::GetWebhookRequest;
using okapi::reporting::v1::ImportAlertRuleHistoryRequest;
using okapi::reporting::v1::ListAlertRulesRequest;
using okapi::reporting::v1::ListAlertRulesResponse;
using okapi::reporting::v1::ListAlertsRequest;
using okapi::reporting::v1::ListAlertsResponse;
using okapi::reporting::v1::ListDeliveriesRequest;
using okapi::reporting::v1::ListDeliveriesResponse;
using okapi::reporting::v1::ListWebhooksRequest;
using okapi::reporting::v1::ListWebhooksResponse;
using okapi::reporting::v1::RetryDeliveryRequest;
using okapi::reporting::v1::UpdateAlertRuleRequest;
using okapi::reporting::v1::UpdateWebhookRequest;
using okapi::reporting::v1::WatchAlertsRequest;
using okapi::reporting::v1::WatchAlertsResponse;
using okapi::reporting::v1::Webhook;
using AlertStream = rpc::ServerStream<WatchAlertsResponse>;

namespace {

template <typename State, typename States>
bool IsOneOf(State state, const States& wanted) {
  return wanted.empty() ||
         std::find(wanted.begin(), wanted.end(), static_cast<int>(state)) != wanted.end();
}

absl::Status WrongState(const std::string& name, const std::string& state) {
  return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
                       absl::StrCat("'", name, "' is ", state),
                       {{"resource", name}, {"state", state}});
}

std::string TakeSecret(Webhook& webhook) {
  const std::string secret = webhook.secret();
  webhook.clear_secret();
  return secret;
}

// An empty secret means the one that is there, whatever the mask says.
absl::StatusOr<Webhook> UpdateWithSecret(const ReportingStore& store,
                                         journal::Transaction& transaction,
                                         const UpdateWebhookRequest& update) {
  Webhook patch = update.webhook();
  const std::string secret = TakeSecret(patch);
  google::protobuf::FieldMask mask;
  for (const std::string& path : update.update_mask().paths()) {
    if (path != "secret") mask.add_paths(path);
  }
  Webhook webhook;
  const bool only_secret = mask.paths().empty() && !update.update_mask().paths().empty();
  if (only_secret) {
    OKAPI_ASSIGN_OR_RETURN(webhook, store.webhooks.Get(transaction, patch.name()));
  } else {
    OKAPI_ASSIGN_OR_RETURN(webhook, store.webhooks.Update(transaction, patch, mask));
  }
  if (secret.empty()) return webhook;
  OKAPI_RETURN_IF_ERROR(CheckSecret(secret));
  store.SetSecret(transaction, webhook.name(), secret);
  return webhook;
}

absl::StatusOr<Alert> Acknowledge(const ReportingStore& store, journal::Transaction& transaction,
                                  const AcknowledgeAlertRequest& request) {
  auto take = [&](Alert& alert) -> absl::Status {
    OKAPI_RETURN_IF_ERROR(CheckSameOrganization(alert.name(), request.author(), "author"));
    if (alert.state() != Alert::FIRING) {
      return WrongState(alert.name(), Alert::State_Name(alert.state()));
    }
    alert.set_state(Alert::ACKNOWLEDGED);
    alert.set_acknowledged_by(request.author());
    alert.set_acknowledge_text(request.text());
    *alert.mutable_acknowledge_time() = api::ToTimestamp(store.Now());
    return absl::OkStatus();
  };
  OKAPI_ASSIGN_OR_RETURN(Alert alert,
                         store.alerts.Modify(transaction, request.name(), request.etag(), take));
  OKAPI_RETURN_IF_ERROR(QueueDeliveries(store, transaction, alert, AlertEvent::kAcknowledged));
  return alert;
}

// None of a rule that there is not would hide a typing error. Alerts outlive their rule.
absl::StatusOr<ListAlertsResponse> List(const ReportingStore& store, const storage::Reader& reader,
                                        const ListAlertsRequest& list) {
  const bool of_one = !list.rule().empty();
  if (of_one) OKAPI_RETURN_IF_ERROR(CheckSameOrganization(list.parent(), list.rule(), "rule"));
  bool any = false;
  auto keep = [&](const Alert& alert) {
    if (of_one && alert.rule() != list.rule()) return false;
    any = true;
    return IsOneOf(alert.state(), list.states());
  };
  OKAPI_ASSIGN_OR_RETURN(
      ListAlertsResponse page,
      store.alerts.List(reader, list, list.parent(), &ListAlertsResponse::add_alerts, keep));
  if (of_one && !any && list.page_token().empty()) {
    OKAPI_ASSIGN_OR_RETURN(const auto rule, store.alert_rules.FindStored(reader, list.rule()));
    if (!rule.has_value()) return NoSuchSubject(list.rule(), "rule");
  }
  return page;
}

absl::Status Revive(absl::Time now, Delivery& delivery) {
  if (delivery.state() != Delivery::DEAD) {
    return WrongState(delivery.name(), Delivery::State_Name(delivery.state()));
  }
  delivery.set_state(Delivery::PENDING);
  delivery.set_attempts(0);
  *delivery.mutable_next_attempt_time() = api::ToTimestamp(now);
  return absl::OkStatus();
}

// What was gathered before a write: that what it names is there.
struct Looked {};

// `owner` is of the organization that asks: about others nothing is told.
template <typename Request>
absl::Status CheckSubjectOf(const Neighbours& neighbours,
                            const grpc::CallbackServerContext& context, const Request& request,
                            const std::string& owner, const AlertRule& rule) {
  OKAPI_RETURN_IF_ERROR(CheckSameOrganization(owner, SubjectOf(rule), "alert_rule.condition"));
  OKAPI_ASSIGN_OR_RETURN(const rpc::Call call, rpc::AdmitWrite(context, request));
  return CheckAlertSubject(neighbours, call.actor, rule);
}

// Whether what the rule will look at is there, if it does not look at that already. What else
// is wrong with the update is said when it is carried out.
absl::Status CheckNewSubject(const Neighbours& neighbours,
                             const grpc::CallbackServerContext& context, const AlertRule& before,
                             const UpdateAlertRuleRequest& update) {
  AlertRule after = before;
  if (!api::ApplyUpdate(update.alert_rule(), update.update_mask(), after).ok()) {
    return absl::OkStatus();
  }
  const bool new_burn = after.has_error_budget_burn() && !before.has_error_budget_burn();
  if (SubjectOf(after) == SubjectOf(before) && !new_burn) return absl::OkStatus();
  return CheckSubjectOf(neighbours, context, update, after.name(), after);
}

// The alerts among the changes.
WatchAlertsResponse MessageOf(int64_t revision,
                              const std::vector<okapi::common::v1::ChangeRecord>& records) {
  WatchAlertsResponse message;
  message.set_revision(revision);
  for (const auto& record : records) {
    for (const auto& change : record.changes()) {
      Alert alert;
      if (change.has_after() && change.after().UnpackTo(&alert)) {
        *message.add_alerts() = std::move(alert);
      }
    }
  }
  return message;
}

// The open alerts, and the revision at which they were.
absl::StatusOr<WatchAlertsResponse> Opening(const Neighbours& neighbours,
                                            const ReportingStore& store, const rpc::Call& call) {
  OKAPI_ASSIGN_OR_RETURN(journal::View view, neighbours.runtime.journal.Read());
  WatchAlertsResponse message;
  message.set_revision(view.revision);
  const storage::VeiledReader seen(std::move(view.reader),
                                   SubjectVeil(neighbours, store, call.actor));
  OKAPI_ASSIGN_OR_RETURN(std::vector<Alert> open, store.OpenAlerts(seen, call.organization));
  for (Alert& alert : open) *message.add_alerts() = std::move(alert);
  return message;
}

void Follow(rpc::Runtime& runtime, const rpc::Call& call, int64_t after,
            const std::shared_ptr<AlertStream>& stream) {
  std::weak_ptr<AlertStream> weak = stream;
  rpc::ChangeFeed::Sink sink;
  sink.send = [weak](int64_t revision, std::vector<okapi::common::v1::ChangeRecord> records) {
    if (auto open = weak.lock()) open->Send(MessageOf(revision, records));
  };
  sink.fail = [weak](const absl::Status& status) {
    if (auto open = weak.lock()) open->Close(status);
  };
  sink.ready = [weak] {
    auto open = weak.lock();
    return open != nullptr && open->queued() < 4;
  };
  auto feed = rpc::ChangeFeed::Create(runtime, call, after, std::move(sink));
  stream->SetCallbacks([feed] { feed->Stop(); }, [feed] { feed->Wake(); });
  feed->Start();
}

absl::Status Begin(const Neighbours& neighbours, const ReportingStore& store, const rpc::Call& call,
                   const WatchAlertsRequest& request, const std::shared_ptr<AlertStream>& stream) {
  OKAPI_RETURN_IF_ERROR(CheckOrganization(neighbours, call.organization));
  if (request.has_after_revision()) {
    Follow(neighbours.runtime, call, request.after_revision(), stream);
    return absl::OkStatus();
  }
  OKAPI_ASSIGN_OR_RETURN(WatchAlertsResponse first, Opening(neighbours, store, call));
  const int64_t revision = first.revision();
  stream->Send(std::move(first));
  Follow(neighbours.runtime, call, revision, stream);
  return absl::OkStatus();
}

}  // namespace

AlertService::AlertService(rpc::Runtime& runtime, const ReportingStore& store,
                           std::shared_ptr<const Neighbours> neighbours)
    : runtime_(runtime), store_(store), neighbours_(std::move(neighbours)) {}

AlertService::~AlertService() = default;

template <typename Request, typename R>
absl::StatusOr<std::optional<R>> AlertService::Seen(const grpc::CallbackServerContext& context,
                                                    const Request& request,
                                                    const api::Collection<R>& resources,
                                                    const std::string& name) const {
  return ReadAsCaller(*neighbours_, store_, context, request, resources, name);
}

grpc::ServerUnaryReactor* AlertService::GetAlertRule(grpc::CallbackServerContext* context,
                                                     const GetAlertRuleRequest* request,
                                                     AlertRule* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetAlertRuleRequest& get) {
                     return store_.alert_rules.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* AlertService::ListAlertRules(grpc::CallbackServerContext* context,
                                                       const ListAlertRulesRequest* request,
                                                       ListAlertRulesResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListAlertRulesRequest& list) {
                     return store_.alert_rules.List(*view.reader, list, list.parent(),
                                                    &ListAlertRulesResponse::add_alert_rules);
                   });
}

grpc::ServerUnaryReactor* AlertService::GetAlert(grpc::CallbackServerContext* context,
                                                 const GetAlertRequest* request, Alert* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetAlertRequest& get) {
                     return store_.alerts.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* AlertService::ListAlerts(grpc::CallbackServerContext* context,
                                                   const ListAlertsRequest* request,
                                                   ListAlertsResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListAlertsRequest& list) {
                     return List(store_, *view.reader, list);
                   });
}

grpc::ServerUnaryReactor* AlertService::GetWebhook(grpc::CallbackServerContext* context,
                                                   const GetWebhookRequest* request,
                                                   Webhook* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetWebhookRequest& get) {
                     return store_.webhooks.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* AlertService::ListWebhooks(grpc::CallbackServerContext* context,
                                                     const ListWebhooksRequest* request,
                                                     ListWebhooksResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListWebhooksRequest& list) {
                     return store_.webhooks.List(*view.reader, list, list.parent(),
                                                 &ListWebhooksResponse::add_webhooks);
                   });
}

grpc::ServerUnaryReactor* AlertService::GetDelivery(grpc::CallbackServerContext* context,
                                                    const GetDeliveryRequest* request,
                                                    Delivery* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetDeliveryRequest& get) {
                     return store_.deliveries.Get(*view.reader, get.name());
                   });
}

grpc::ServerUnaryReactor* AlertService::ListDeliveries(grpc::CallbackServerContext* context,
                                                       const ListDeliveriesRequest* request,
                                                       ListDeliveriesResponse* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const ListDeliveriesRequest& list) {
                     auto keep = [&list](const Delivery& delivery) {
                       return IsOneOf(delivery.state(), list.states());
                     };
                     return store_.deliveries.List(*view.reader, list, list.parent(),
                                                   &ListDeliveriesResponse::add_deliveries, keep);
                   });
}

grpc::ServerUnaryReactor* AlertService::CreateAlertRule(grpc::CallbackServerContext* context,
                                                        const CreateAlertRuleRequest* request,
                                                        AlertRule* response) {
  return rpc::WriteAfter(
      runtime_, context, request, response,
      [this, context](const CreateAlertRuleRequest& create) -> absl::StatusOr<Looked> {
        if (!create.allow_missing_subject()) {
          OKAPI_RETURN_IF_ERROR(
              CheckSubjectOf(*neighbours_, *context, create, create.parent(), create.alert_rule()));
        }
        return Looked();
      },
      [this](journal::Transaction& transaction, const CreateAlertRuleRequest& create, Looked&) {
        return store_.alert_rules.Create(transaction, create.parent(), create.alert_rule_id(),
                                         "alert_rule_id", create.alert_rule());
      });
}

grpc::ServerUnaryReactor* AlertService::UpdateAlertRule(grpc::CallbackServerContext* context,
                                                        const UpdateAlertRuleRequest* request,
                                                        AlertRule* response) {
  return rpc::WriteAfter(
      runtime_, context, request, response,
      [this, context](const UpdateAlertRuleRequest& update) -> absl::StatusOr<Looked> {
        OKAPI_ASSIGN_OR_RETURN(const auto before, Seen(*context, update, store_.alert_rules,
                                                       update.alert_rule().name()));
        if (!before.has_value()) return Looked();
        OKAPI_RETURN_IF_ERROR(CheckNewSubject(*neighbours_, *context, *before, update));
        return Looked();
      },
      [this](journal::Transaction& transaction, const UpdateAlertRuleRequest& update, Looked&) {
        return store_.alert_rules.Update(transaction, update.alert_rule(), update.update_mask());
      });
}

grpc::ServerUnaryReactor* AlertService::DeleteAlertRule(grpc::CallbackServerContext* context,
                                                        const DeleteAlertRuleRequest* request,
                                                        Empty* response) {
  return rpc::WriteAfter(
      runtime_, context, request, response,
      [this, context](const DeleteAlertRuleRequest& erase) {
        return Seen(*context, erase, store_.alert_rules, erase.name());
      },
      [this](journal::Transaction& transaction, const DeleteAlertRuleRequest& erase,
             std::optional<AlertRule>&) -> absl::StatusOr<Empty> {
        OKAPI_RETURN_IF_ERROR(
            store_.alert_rules.Delete(transaction, erase.name(), erase.etag(), /*force=*/false));
        return Empty();
      });
}

grpc::ServerUnaryReactor* AlertService::CreateWebhook(grpc::CallbackServerContext* context,
                                                      const CreateWebhookRequest* request,
                                                      Webhook* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const CreateWebhookRequest& create) -> absl::StatusOr<Webhook> {
                      Webhook webhook = create.webhook();
                      const std::string secret = TakeSecret(webhook);
                      OKAPI_RETURN_IF_ERROR(CheckSecret(secret));
                      OKAPI_ASSIGN_OR_RETURN(
                          webhook,
                          store_.webhooks.Create(transaction, create.parent(), create.webhook_id(),
                                                 "webhook_id", std::move(webhook)));
                      store_.SetSecret(transaction, webhook.name(), secret);
                      return webhook;
                    });
}

grpc::ServerUnaryReactor* AlertService::UpdateWebhook(grpc::CallbackServerContext* context,
                                                      const UpdateWebhookRequest* request,
                                                      Webhook* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const UpdateWebhookRequest& update) -> absl::StatusOr<Webhook> {
                      return UpdateWithSecret(store_, transaction, update);
                    });
}

grpc::ServerUnaryReactor* AlertService::DeleteWebhook(grpc::CallbackServerContext* context,
                                                      const DeleteWebhookRequest* request,
                                                      Empty* response) {
  return rpc::Write(runtime_, context, request, response,
                    [this](journal::Transaction& transaction,
                           const DeleteWebhookRequest& erase) -> absl::StatusOr<Empty> {
                      OKAPI_RETURN_IF_ERROR(store_.webhooks.Delete(transaction, erase.name(),
                                                                   erase.etag(), /*force=*/true));
                      return Empty();
                    });
}

grpc::ServerUnaryReactor* AlertService::AcknowledgeAlert(grpc::CallbackServerContext* context,
                                                         const AcknowledgeAlertRequest* request,
                                                         Alert* response) {
  return rpc::WriteAfter(
      runtime_, context, request, response,
      [this, context](const AcknowledgeAlertRequest& acknowledge) {
        return Seen(*context, acknowledge, store_.alerts, acknowledge.name());
      },
      [this](journal::Transaction& transaction, const AcknowledgeAlertRequest& acknowledge,
             std::optional<Alert>&) { return Acknowledge(store_, transaction, acknowledge); });
}

grpc::ServerUnaryReactor* AlertService::RetryDelivery(grpc::CallbackServerContext* context,
                                                      const RetryDeliveryRequest* request,
                                                      Delivery* response) {
  return rpc::WriteAfter(
      runtime_, context, request, response,
      [this, context](const RetryDeliveryRequest& retry) {
        return Seen(*context, retry, store_.deliveries, retry.name());
      },
      [this](journal::Transaction& transaction, const RetryDeliveryRequest& retry,
             std::optional<Delivery>&) {
        return store_.deliveries.Modify(
            transaction, retry.name(), retry.etag(),
            [this](Delivery& delivery) { return Revive(store_.Now(), delivery); });
      });
}

grpc::ServerUnaryReactor* AlertService::GetAlertRuleHistory(
    grpc::CallbackServerContext* context, const GetAlertRuleHistoryRequest* request,
    AlertRuleHistory* response) {
  return rpc::Read(runtime_, context, request, response,
                   [this](const journal::View& view, const GetAlertRuleHistoryRequest& get) {
                     return api::EntryHistoryOf<AlertRuleHistory>(store_.alert_rules, *view.reader,
                                                                  get.name());
                   });
}

grpc::ServerUnaryReactor* AlertService::ImportAlertRuleHistory(
    grpc::CallbackServerContext* context, const ImportAlertRuleHistoryRequest* request,
    AlertRule* response) {
  return rpc::WriteAfter(
      runtime_, context, request, response,
      [this, context](const ImportAlertRuleHistoryRequest& import) {
        return Seen(*context, import, store_.alert_rules, import.name());
      },
      [this](journal::Transaction& transaction, const ImportAlertRuleHistoryRequest& import,
             std::optional<AlertRule>&) {
        return api::ImportEntryHistory(store_.alert_rules, transaction, import);
      });
}

grpc::ServerWriteReactor<WatchAlertsResponse>* AlertService::WatchAlerts(
    grpc::CallbackServerContext* context, const WatchAlertsRequest* request) {
  auto stream = AlertStream::Create(runtime_);
  const absl::StatusOr<rpc::Call> call = rpc::Admit(*context, *request);
  if (!call.ok()) {
    stream->Close(call.status());
    return stream.get();
  }
  // A copy, because the stream may be over while the neighbours are asked.
  auto begin = [this, call = *call, asked = *request, stream] {
    const absl::Status begun = Begin(*neighbours_, store_, call, asked, stream);
    if (!begun.ok()) stream->Close(begun);
  };
  if (!runtime_.executor.TrySchedule(std::move(begin))) {
    stream->Close(rpc::TooManyCalls());
  }
  return stream.get();
}

}  // namespace okapi::reporting
