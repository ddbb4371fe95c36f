#include "services/reporting/webhooks/outbox.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/ordered_ids.h"
#include "common/api/resource_id.h"
#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "google/protobuf/util/json_util.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Alert;
using okapi::reporting::v1::Delivery;
using okapi::reporting::v1::Webhook;

const char* NameOf(AlertEvent event) {
  switch (event) {
    case AlertEvent::kFired:
      return "alert.fired";
    case AlertEvent::kAcknowledged:
      return "alert.acknowledged";
    case AlertEvent::kResolved:
      return "alert.resolved";
  }
  return "";
}

bool Wants(const Webhook& webhook, const Alert& alert) {
  if (webhook.disabled() || alert.severity() < webhook.severity()) return false;
  const auto& rules = webhook.rules();
  return rules.empty() || std::find(rules.begin(), rules.end(), alert.rule()) != rules.end();
}

std::string BeginOf(AlertEvent event) { return absl::StrCat("{\"event\":\"", NameOf(event), "\""); }

absl::StatusOr<std::string> BodyOf(const Alert& alert, AlertEvent event,
                                   const std::string& delivery) {
  std::string json;
  const auto written = google::protobuf::util::MessageToJsonString(alert, &json);
  if (!written.ok()) return absl::InternalError(written.ToString());
  // Both are names, which need no escaping.
  return absl::StrCat(BeginOf(event), ",\"delivery\":\"", delivery, "\",\"alert\":", json, "}");
}

}  // namespace

absl::Status QueueDeliveries(const ReportingStore& store, journal::Transaction& transaction,
                             const Alert& alert, AlertEvent event) {
  if (alert.muted()) return absl::OkStatus();
  std::vector<std::string> receivers;
  OKAPI_RETURN_IF_ERROR(store.webhooks.ForEach(transaction, api::OrganizationOf(alert.name()),
                                               [&](const Webhook& webhook) {
                                                 if (Wants(webhook, alert)) {
                                                   receivers.push_back(webhook.name());
                                                 }
                                                 return true;
                                               }));
  // One write may tell of several alerts; theirs ids keep their messages apart.
  const std::string id =
      absl::StrCat(api::OrderedId('d', transaction.revision()), "-", api::IdOf(alert.name()));
  for (const std::string& webhook : receivers) {
    Delivery delivery;
    delivery.set_alert(alert.name());
    delivery.set_state(Delivery::PENDING);
    OKAPI_ASSIGN_OR_RETURN(*delivery.mutable_body(),
                           BodyOf(alert, event, absl::StrCat(webhook, "/deliveries/", id)));
    *delivery.mutable_next_attempt_time() = api::ToTimestamp(store.Now());
    OKAPI_RETURN_IF_ERROR(
        store.deliveries.Create(transaction, webhook, id, "delivery_id", std::move(delivery))
            .status());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> BodyForEverybody(const Delivery& delivery) {
  if (!absl::StartsWith(delivery.body(), BeginOf(AlertEvent::kResolved))) return std::string();
  Alert end;
  end.set_name(delivery.alert());
  end.set_state(Alert::RESOLVED);
  return BodyOf(end, AlertEvent::kResolved, delivery.name());
}

}  // namespace okapi::reporting
