#include "services/metrics/kpis/kpi_history.h"

#include <algorithm>
#include <utility>

#include "common/api/resource_key.h"
#include "common/api/resource_name.h"
#include "common/status/status_macros.h"
#include "common/storage/table.h"
#include "services/metrics/kpis/kpi_revisions.h"
#include "services/metrics/kpis/targets.h"
#include "services/metrics/store/metrics_store.h"

namespace okapi::metrics {
namespace {

using okapi::metrics::v1::Kpi;

constexpr storage::Table<api::ResourceKey, Kpi> kKpiTable(kKpis);

}  // namespace

KpiHistory::KpiHistory(Kpi current) {
  for (const v1::KpiDefinition& former : current.former_definitions()) {
    Definition& definition = definitions_.emplace_back();
    definition.since = DayNumber(former.effective_date());
    definition.kpi = current;
    SetDefinition(former, definition.kpi);
  }
  const int32_t since = DayNumber(current.effective_date());
  definitions_.push_back({since, std::move(current)});
}

const KpiHistory::Definition& KpiHistory::On(int32_t day) const {
  const auto after = std::find_if(definitions_.begin() + 1, definitions_.end(),
                                  [day](const Definition& entry) { return entry.since > day; });
  return *std::prev(after);
}

absl::StatusOr<std::optional<KpiHistory>> FindHistory(const storage::Reader& reader,
                                                      const std::string& kpi) {
  OKAPI_ASSIGN_OR_RETURN(auto ids, api::PatternOf<Kpi>().Match(kpi));
  OKAPI_ASSIGN_OR_RETURN(const auto current,
                         kKpiTable.Find(reader, api::ResourceKey{std::move(ids)}));
  if (!current.has_value()) return std::optional<KpiHistory>();
  return std::optional<KpiHistory>(KpiHistory(*current));
}

absl::Status ForEachKpi(const storage::Reader& reader, const std::string& organization,
                        absl::FunctionRef<bool(const Kpi&)> visit) {
  OKAPI_ASSIGN_OR_RETURN(const auto ids,
                         api::NamePattern(api::kOrganizationPattern).Match(organization));
  absl::Status failure;
  OKAPI_RETURN_IF_ERROR(reader.Scan(kKpis, api::ResourceKey::Under(ids),
                                    [&](absl::string_view, absl::string_view bytes) {
                                      Kpi kpi;
                                      failure = storage::ParseTo(bytes, kKpis, kpi);
                                      return failure.ok() && visit(kpi);
                                    }));
  return failure;
}

}  // namespace okapi::metrics
