#include "services/metrics/deletion/retention.h"

#include <algorithm>
#include <set>
#include <utility>

#include "common/api/resource_name.h"
#include "common/status/status_macros.h"
#include "services/metrics/kpis/kpi_history.h"
#include "spdlog/spdlog.h"

namespace okapi::metrics {
namespace {

using okapi::metrics::v1::Kpi;

constexpr absl::Duration kInterval = absl::Hours(1);

// By all of its definitions.
std::set<std::string> MetricsOf(const Kpi& kpi) {
  std::set<std::string> metrics;
  const KpiHistory history(kpi);
  for (const KpiHistory::Definition& definition : history.definitions()) {
    metrics.insert(definition.kpi.metric());
    metrics.insert(definition.kpi.denominator_metric());
  }
  metrics.erase("");
  return metrics;
}

}  // namespace

std::map<std::string, int> RetentionDays(const std::vector<Kpi>& kpis) {
  std::map<std::string, int> days;
  std::set<std::string> for_ever;
  for (const Kpi& kpi : kpis) {
    for (const std::string& metric : MetricsOf(kpi)) {
      if (kpi.retention_days() == 0) for_ever.insert(metric);
      days[metric] = std::max(days[metric], kpi.retention_days());
    }
  }
  for (const std::string& metric : for_ever) days.erase(metric);
  return days;
}

std::shared_ptr<Retention> Retention::Create(rpc::Runtime& runtime, const Definitions& definitions,
                                             SampleEngine& engine) {
  std::shared_ptr<Retention> retention(new Retention(runtime, definitions, engine));
  std::weak_ptr<Retention> weak = retention;
  retention->tick_ = runtime.ticker.Add([weak] {
    if (auto self = weak.lock()) self->Tick();
  });
  return retention;
}

Retention::~Retention() { runtime_.ticker.Remove(tick_); }

void Retention::Tick() {
  const absl::Time now = runtime_.clock.Now();
  if (absl::ToUnixMicros(now) < next_us_) return;
  next_us_ = absl::ToUnixMicros(now + kInterval);
  runtime_.executor.Schedule([self = shared_from_this()] {
    const absl::Status applied = self->Apply();
    if (!applied.ok()) {
      spdlog::error("old samples could not be dropped: {}", std::string(applied.message()));
    }
  });
}

absl::Status Retention::Apply() {
  std::map<std::string, std::vector<Kpi>> by_organization;
  {
    OKAPI_ASSIGN_OR_RETURN(const journal::View view, runtime_.journal.Read());
    OKAPI_RETURN_IF_ERROR(
        definitions_.kpis.ForEach(*view.reader, "organizations/-", [&](const Kpi& kpi) {
          by_organization[api::OrganizationOf(kpi.name())].push_back(kpi);
          return true;
        }));
  }
  for (const auto& [organization, kpis] : by_organization) {
    for (const auto& [metric, days] : RetentionDays(kpis)) {
      const absl::Time oldest = runtime_.clock.Now() - absl::Hours(24) * days;
      OKAPI_ASSIGN_OR_RETURN(const int64_t dropped,
                             engine_.Drop(organization, metric, absl::ToUnixMicros(oldest)));
      if (dropped > 0) {
        spdlog::info("dropped {} samples of {} in {}, older than {} days", dropped, metric,
                     organization, days);
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace okapi::metrics
