#pragma once

#include <vector>

#include "absl/time/time.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// A KPI by the periods that it is followed up in.
struct OwnPeriods {
  ScorecardQuery query;
  // Its KPIs are those of that frequency.
  KpiDefinitions definitions;
  ScorecardPlan plan;
};

// Plans how every KPI of the query that is not retired stands by its own frequency, with its
// members: the period under way and as many before it as advice looks back. One plan for each
// frequency. A KPI of quarters has no target by months, and one of days another number: what is
// red, and what a draft is to reach, its own periods say.
absl::StatusOr<std::vector<OwnPeriods>> PlanOwnPeriods(const ScorecardQuery& query,
                                                       const KpiDefinitions& definitions,
                                                       absl::Time as_of);

}  // namespace okapi::reporting
