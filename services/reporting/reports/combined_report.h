#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/reports/decision_log.h"
#include "services/reporting/reports/okr_report.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// The scorecard of a combined report.
// INVALID_ARGUMENT as ScorecardQuery::Parse, and for a language that there is none of.
absl::StatusOr<ScorecardQuery> CombinedScorecardQuery(
    const okapi::reporting::v1::GetCombinedReportRequest& request);

// `kpis` are those of the scorecard, `definitions` are of all, and `own_periods` how they stand by
// their own frequencies (own_periods.h), by which they are judged whatever the columns of the
// scorecard are. `goals` answers a question about all objectives: whether a KPI is addressed does
// not depend on the team or cycle that is looked at. Goals does not answer of the past: objectives
// are as they are `now`, whenever the KPIs are of.
okapi::reporting::v1::CombinedReport BuildCombinedReport(
    const okapi::reporting::v1::GetCombinedReportRequest& request,
    const std::vector<okapi::metrics::v1::Kpi>& kpis, const KpiDefinitions& definitions,
    okapi::reporting::v1::Scorecard scorecard, const okapi::reporting::v1::Scorecard& own_periods,
    const GoalsAnswers& goals, const DecisionLog& decisions, absl::Time as_of, absl::Time now);

}  // namespace okapi::reporting
