#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/api/collection.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/calendar/calendar.h"
#include "common/journal/transaction.h"
#include "google/protobuf/field_mask.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "services/metrics/kpis/kpi_changes.h"

namespace okapi::metrics {

// What is kept besides samples: KPIs, what is said about them, and settings, with their rules.
// Thread-safe: it holds no state of its own.
class Definitions {
 public:
  // Both must outlive the object.
  Definitions(const base::Clock& clock, base::IdGenerator& ids);

  // Settings exist for every organization; what was never written holds the defaults.
  absl::StatusOr<okapi::metrics::v1::Settings> GetSettings(const storage::Reader& reader,
                                                           const std::string& name) const;
  absl::StatusOr<okapi::metrics::v1::Settings> UpdateSettings(
      journal::Transaction& transaction, const okapi::metrics::v1::Settings& patch,
      const google::protobuf::FieldMask& mask) const;
  absl::StatusOr<okapi::metrics::v1::SettingsHistory> GetSettingsHistory(
      const storage::Reader& reader, const std::string& name) const;
  absl::StatusOr<okapi::metrics::v1::Settings> ImportSettingsHistory(
      journal::Transaction& transaction,
      const okapi::metrics::v1::ImportSettingsHistoryRequest& request) const;

  // What these do is in metrics_service.proto.
  absl::StatusOr<okapi::metrics::v1::Kpi> UpdateKpi(
      journal::Transaction& transaction, const okapi::metrics::v1::UpdateKpiRequest& request) const;
  absl::StatusOr<okapi::metrics::v1::Kpi> SignOffKpi(
      journal::Transaction& transaction,
      const okapi::metrics::v1::SignOffKpiRequest& request) const;
  absl::StatusOr<okapi::metrics::v1::Kpi> RetireKpi(
      journal::Transaction& transaction, const okapi::metrics::v1::RetireKpiRequest& request) const;
  absl::StatusOr<okapi::metrics::v1::Kpi> ReactivateKpi(
      journal::Transaction& transaction,
      const okapi::metrics::v1::ReactivateKpiRequest& request) const;

  absl::StatusOr<okapi::metrics::v1::KpiHistory> GetKpiHistory(const storage::Reader& reader,
                                                               const std::string& name) const;
  absl::StatusOr<okapi::metrics::v1::Kpi> ImportKpiHistory(
      journal::Transaction& transaction,
      const okapi::metrics::v1::ImportKpiHistoryRequest& request) const;

  // `organization` is `organizations/{organization}`.
  absl::StatusOr<calendar::Calendar> CalendarOf(const storage::Reader& reader,
                                                const std::string& organization) const;

  // NOT_FOUND when the KPI whose comments are asked for does not exist.
  absl::StatusOr<okapi::metrics::v1::ListKpiCommentsResponse> ListKpiComments(
      const storage::Reader& reader,
      const okapi::metrics::v1::ListKpiCommentsRequest& request) const;
  absl::StatusOr<okapi::metrics::v1::KpiComment> CreateKpiComment(
      journal::Transaction& transaction,
      const okapi::metrics::v1::CreateKpiCommentRequest& request) const;

  // What belongs to another comes before it.
  const api::Collection<okapi::metrics::v1::KpiComment> comments;
  const api::Collection<okapi::metrics::v1::Kpi> kpis;

 private:
  // Lets the KPI remember the change.
  absl::StatusOr<okapi::metrics::v1::Kpi> Change(
      journal::Transaction& transaction, const std::string& name, const std::string& etag,
      const ChangedBy& by, absl::FunctionRef<absl::Status(okapi::metrics::v1::Kpi&)> change) const;
};

}  // namespace okapi::metrics
