#include "services/reporting/reports/own_periods.h"

#include <map>
#include <utility>

#include "common/status/status_macros.h"
#include "services/reporting/reports/insights.h"

namespace okapi::reporting {

using okapi::common::v1::PeriodType;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::ListKpisResponse;

absl::StatusOr<std::vector<OwnPeriods>> PlanOwnPeriods(const ScorecardQuery& query,
                                                       const KpiDefinitions& definitions,
                                                       absl::Time as_of) {
  std::map<PeriodType, ListKpisResponse> by_frequency;
  for (const Kpi& kpi : definitions.kpis.value.kpis()) {
    if (kpi.state() != Kpi::RETIRED) *by_frequency[kpi.frequency()].add_kpis() = kpi;
  }
  std::vector<OwnPeriods> all;
  for (auto& [frequency, kpis] : by_frequency) {
    OwnPeriods& own = all.emplace_back();
    own.query = query;
    own.query.period_type = frequency;
    own.query.period_count = kMissesMin + 1;
    own.query.breakdown = true;
    own.definitions = {definitions.settings,
                       {std::move(kpis), definitions.kpis.time, definitions.kpis.problem}};
    OKAPI_ASSIGN_OR_RETURN(own.plan, PlanScorecard(own.query, own.definitions, as_of));
  }
  return all;
}

}  // namespace okapi::reporting
