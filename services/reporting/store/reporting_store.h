#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/api/collection.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/journal/transaction.h"
#include "google/protobuf/any.pb.h"
#include "okapi/reporting/v1/alert.pb.h"
#include "okapi/reporting/v1/dashboard.pb.h"
#include "okapi/reporting/v1/decision.pb.h"
#include "okapi/reporting/v1/snapshot.pb.h"
#include "okapi/reporting/v1/webhook.pb.h"
#include "services/reporting/reports/decision_log.h"

namespace okapi::reporting {

// Everything that people leave with the reporting service, with the rules that the annotations of
// the protos cannot say. Thread-safe: of its own it holds nothing.
class ReportingStore {
 public:
  // Both must outlive the store.
  ReportingStore(const base::Clock& clock, base::IdGenerator& ids);
  ReportingStore(const ReportingStore&) = delete;
  ReportingStore& operator=(const ReportingStore&) = delete;

  // All column families of the service, the neighbours' answers among them; pass them to
  // Database::Open.
  static std::vector<storage::Family> Families();

  absl::Time Now() const { return clock_.Now(); }

  // The alerts of an organization that fire or are acknowledged, in the order of firing.
  absl::StatusOr<std::vector<okapi::reporting::v1::Alert>> OpenAlerts(
      const storage::Reader& reader, absl::string_view organization) const;
  // The names of all deliveries that wait for an attempt, webhook by webhook, oldest first.
  absl::StatusOr<std::vector<std::string>> PendingDeliveryNames(
      const storage::Reader& reader) const;

  // The KPI, key result or objective that a record is about: of a decision, an alert rule, an
  // alert, or a delivery of one. Empty for what is about none, or is not there.
  absl::StatusOr<std::string> SubjectOf(const storage::Reader& reader,
                                        const storage::Family& family, absl::string_view key) const;
  // The same of one side of a change.
  absl::StatusOr<std::string> SubjectOf(const storage::Reader& reader,
                                        const google::protobuf::Any& resource) const;
  // What all such records of an organization are about.
  absl::StatusOr<std::set<std::string>> SubjectsOf(const storage::Reader& reader,
                                                   const storage::Family& family,
                                                   const std::string& organization) const;

  // What an organization decided, by time.
  absl::StatusOr<DecisionLog> DecisionsOf(const storage::Reader& reader,
                                          const std::string& organization) const;

  // The key by which deliveries to a webhook are signed; empty if there is none.
  absl::StatusOr<std::string> SecretOf(const storage::Reader& reader,
                                       const std::string& webhook) const;
  void SetSecret(journal::Transaction& transaction, const std::string& webhook,
                 const std::string& secret) const;

 private:
  template <typename R>
  using Collection = api::Collection<R>;

  const base::Clock& clock_;

 public:
  const Collection<okapi::reporting::v1::Decision> decisions;
  const Collection<okapi::reporting::v1::Snapshot> snapshots;
  const Collection<okapi::reporting::v1::Dashboard> dashboards;
  const Collection<okapi::reporting::v1::AlertRule> alert_rules;
  const Collection<okapi::reporting::v1::Alert> alerts;
  const Collection<okapi::reporting::v1::Delivery> deliveries;
  const Collection<okapi::reporting::v1::Webhook> webhooks;
};

}  // namespace okapi::reporting
