#include "services/reporting/store/reporting_store.h"

#include <algorithm>
#include <utility>

#include "common/api/index_keys.h"
#include "common/api/resource_id.h"
#include "common/api/resource_key.h"
#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/neighbours/known_answers.h"
#include "services/reporting/store/alert_rules.h"
#include "services/reporting/store/dashboard_rules.h"
#include "services/reporting/store/decision_rules.h"
#include "services/reporting/store/snapshot_rules.h"
#include "services/reporting/store/webhook_rules.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Alert;
using okapi::reporting::v1::AlertRule;
using okapi::reporting::v1::Dashboard;
using okapi::reporting::v1::Decision;
using okapi::reporting::v1::Delivery;
using okapi::reporting::v1::Snapshot;
using okapi::reporting::v1::Webhook;

// The ids of a resource's name -> the resource. Names are on disk for ever.
constexpr storage::Family kDecisions{"decisions"};
constexpr storage::Family kSnapshots{"snapshots"};
constexpr storage::Family kDashboards{"dashboards"};
constexpr storage::Family kAlertRules{"alert_rules"};
constexpr storage::Family kAlerts{"alerts"};
constexpr storage::Family kWebhooks{"webhooks"};
constexpr storage::Family kDeliveries{"deliveries"};
// The ids of the name of an alert that is open, or of a delivery that is pending -> nothing: the
// few among the many.
constexpr storage::Family kOpenAlerts{"open_alerts"};
constexpr storage::Family kPendingDeliveries{"pending_deliveries"};
// The ids of a webhook's name -> its secret. Apart from the webhook, so that no change record and
// no answer has it.
constexpr storage::Family kWebhookSecrets{"webhook_secrets"};

// Options whose check is a rule over the resource before and after.
template <typename R, typename Check>
typename api::Collection<R>::Options Ruled(const storage::Family& family, Check check) {
  typename api::Collection<R>::Options options;
  options.family = family;
  options.check = [check](const storage::Reader&, const R* before, R& after) {
    return check(before, after);
  };
  return options;
}

// Keeps up an index of the resources that `belongs` picks.
template <typename R>
typename api::Collection<R>::Options Indexed(const storage::Family& family,
                                             const storage::Family& index,
                                             bool (*belongs)(const R&)) {
  auto options = Ruled<R>(family, [](const R*, R&) { return absl::OkStatus(); });
  const auto key = [](const R& resource) {
    auto ids = api::PatternOf<R>().Match(resource.name());
    return ids.ok() ? api::ResourceKey{*std::move(ids)}.Encode() : std::string();
  };
  options.on_store = [index, belongs, key](journal::Transaction& transaction, const R*,
                                           const R& after) {
    if (belongs(after)) {
      transaction.Put(index, key(after), "");
    } else {
      transaction.Delete(index, key(after));
    }
    return absl::OkStatus();
  };
  options.on_delete = [index, key](journal::Transaction& transaction, const R& gone) {
    transaction.Delete(index, key(gone));
  };
  return options;
}

// The names of the resources in an index.
template <typename R>
absl::StatusOr<std::vector<std::string>> NamesIn(const storage::Reader& reader,
                                                 const storage::Family& index,
                                                 const storage::KeyRange& range) {
  OKAPI_ASSIGN_OR_RETURN(const auto keys, api::IndexKeys(reader, index, range));
  std::vector<std::string> names;
  for (const api::ResourceKey& key : keys) names.push_back(api::PatternOf<R>().Format(key.ids));
  return names;
}

template <typename R>
absl::StatusOr<storage::Found<R>> Record(const storage::Reader& reader,
                                         const storage::Family& family, absl::string_view key) {
  OKAPI_ASSIGN_OR_RETURN(storage::SharedMessage record,
                         reader.FindMessage(family, key, R::default_instance()));
  return storage::Found<R>(std::move(record));
}

absl::StatusOr<std::string> SubjectOfAlert(const api::Collection<Alert>& alerts,
                                           const storage::Reader& reader,
                                           const std::string& alert) {
  if (alert.empty()) return "";
  OKAPI_ASSIGN_OR_RETURN(const auto found, alerts.FindStored(reader, alert));
  return found.or_default().resource();
}

template <typename R, typename Subject>
absl::StatusOr<std::set<std::string>> Subjects(const api::Collection<R>& resources,
                                               const storage::Reader& reader,
                                               const std::string& organization, Subject subject) {
  std::set<std::string> subjects;
  OKAPI_RETURN_IF_ERROR(resources.ForEach(reader, organization, [&](const R& resource) {
    subjects.insert(subject(resource));
    return true;
  }));
  return subjects;
}

bool IsOpen(const Alert& alert) { return alert.state() != Alert::RESOLVED; }
bool IsPending(const Delivery& delivery) { return delivery.state() == Delivery::PENDING; }

api::Collection<Webhook>::Options WebhookOptions(const api::ResourceTable& deliveries) {
  auto options = Ruled<Webhook>(kWebhooks, CheckWebhook);
  options.on_delete = [](journal::Transaction& transaction, const Webhook& gone) {
    const auto ids = api::PatternOf<Webhook>().Match(gone.name());
    if (ids.ok()) transaction.Delete(kWebhookSecrets, api::ResourceKey{*ids}.Encode());
  };
  options.children = {&deliveries};
  return options;
}

}  // namespace

ReportingStore::ReportingStore(const base::Clock& clock, base::IdGenerator& ids)
    : clock_(clock),
      decisions(Ruled<Decision>(kDecisions,
                                [&clock](const Decision* before, Decision& after) {
                                  return CheckDecision(before, after, clock.Now());
                                }),
                ids),
      snapshots(Ruled<Snapshot>(kSnapshots, CheckSnapshot), ids),
      dashboards(Ruled<Dashboard>(kDashboards, CheckDashboard), ids),
      alert_rules(Ruled<AlertRule>(kAlertRules, CheckAlertRule), ids),
      alerts(Indexed<Alert>(kAlerts, kOpenAlerts, IsOpen), ids),
      deliveries(Indexed<Delivery>(kDeliveries, kPendingDeliveries, IsPending), ids),
      webhooks(WebhookOptions(deliveries.table()), ids) {}

std::vector<storage::Family> ReportingStore::Families() {
  return {kNeighbourAnswers, kDecisions,  kSnapshots,  kDashboards,        kAlertRules,    kAlerts,
          kWebhooks,         kDeliveries, kOpenAlerts, kPendingDeliveries, kWebhookSecrets};
}

absl::StatusOr<std::vector<Alert>> ReportingStore::OpenAlerts(
    const storage::Reader& reader, absl::string_view organization) const {
  OKAPI_ASSIGN_OR_RETURN(
      const std::vector<std::string> names,
      NamesIn<Alert>(reader, kOpenAlerts, api::ResourceKey::Under({api::IdOf(organization)})));
  std::vector<Alert> open;
  for (const std::string& name : names) {
    OKAPI_ASSIGN_OR_RETURN(const auto alert, alerts.FindStored(reader, name));
    if (alert.has_value()) open.push_back(*alert);
  }
  return open;
}

absl::StatusOr<std::vector<std::string>> ReportingStore::PendingDeliveryNames(
    const storage::Reader& reader) const {
  return NamesIn<Delivery>(reader, kPendingDeliveries, storage::KeyRange());
}

absl::StatusOr<std::string> ReportingStore::SubjectOf(const storage::Reader& reader,
                                                      const storage::Family& family,
                                                      absl::string_view key) const {
  const absl::string_view name = family.name;
  if (name == kDecisions.name) {
    OKAPI_ASSIGN_OR_RETURN(const auto found, Record<Decision>(reader, family, key));
    return found.or_default().subject();
  }
  if (name == kAlertRules.name) {
    OKAPI_ASSIGN_OR_RETURN(const auto found, Record<AlertRule>(reader, family, key));
    return reporting::SubjectOf(found.or_default());
  }
  if (name == kAlerts.name) {
    OKAPI_ASSIGN_OR_RETURN(const auto found, Record<Alert>(reader, family, key));
    return found.or_default().resource();
  }
  if (name != kDeliveries.name) return "";
  OKAPI_ASSIGN_OR_RETURN(const auto found, Record<Delivery>(reader, family, key));
  return SubjectOfAlert(alerts, reader, found.or_default().alert());
}

absl::StatusOr<std::string> ReportingStore::SubjectOf(const storage::Reader& reader,
                                                      const google::protobuf::Any& resource) const {
  if (Decision decision; resource.UnpackTo(&decision)) return decision.subject();
  if (AlertRule rule; resource.UnpackTo(&rule)) return reporting::SubjectOf(rule);
  if (Alert alert; resource.UnpackTo(&alert)) return alert.resource();
  Delivery delivery;
  return SubjectOfAlert(alerts, reader,
                        resource.UnpackTo(&delivery) ? delivery.alert() : std::string());
}

absl::StatusOr<std::set<std::string>> ReportingStore::SubjectsOf(
    const storage::Reader& reader, const storage::Family& family,
    const std::string& organization) const {
  const absl::string_view name = family.name;
  if (name == kDecisions.name) {
    return Subjects(decisions, reader, organization,
                    [](const Decision& decision) { return decision.subject(); });
  }
  if (name == kAlertRules.name) {
    return Subjects(alert_rules, reader, organization,
                    [](const AlertRule& rule) { return reporting::SubjectOf(rule); });
  }
  if (name != kAlerts.name && name != kDeliveries.name) return std::set<std::string>();
  return Subjects(alerts, reader, organization,
                  [](const Alert& alert) { return alert.resource(); });
}

absl::StatusOr<DecisionLog> ReportingStore::DecisionsOf(const storage::Reader& reader,
                                                        const std::string& organization) const {
  DecisionLog log;
  OKAPI_RETURN_IF_ERROR(decisions.ForEach(reader, organization, [&log](const Decision& decision) {
    log.push_back(decision);
    return true;
  }));
  std::stable_sort(log.begin(), log.end(), [](const Decision& a, const Decision& b) {
    return api::FromTimestamp(a.decision_time()) < api::FromTimestamp(b.decision_time());
  });
  return log;
}

absl::StatusOr<std::string> ReportingStore::SecretOf(const storage::Reader& reader,
                                                     const std::string& webhook) const {
  OKAPI_ASSIGN_OR_RETURN(auto ids, api::PatternOf<Webhook>().Match(webhook));
  OKAPI_ASSIGN_OR_RETURN(const auto secret,
                         reader.Find(kWebhookSecrets, api::ResourceKey{std::move(ids)}.Encode()));
  return secret.value_or("");
}

void ReportingStore::SetSecret(journal::Transaction& transaction, const std::string& webhook,
                               const std::string& secret) const {
  const auto ids = api::PatternOf<Webhook>().Match(webhook);
  if (ids.ok()) transaction.Put(kWebhookSecrets, api::ResourceKey{*ids}.Encode(), secret);
}

}  // namespace okapi::reporting
