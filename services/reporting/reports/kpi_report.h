#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/reports/decision_log.h"
#include "services/reporting/reports/okr_report.h"
#include "services/reporting/reports/same_part.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// A KPI report is a scorecard of one KPI with everything that one may have, and more questions.
struct KpiReportPlan {
  ScorecardPlan scorecard;
  // Those of the scorecard, then the others.
  std::vector<KpiQuestion> questions;
  // Positions among the questions: the days of the open period, and the whole years before it.
  std::optional<size_t> days;
  std::optional<size_t> years;
  // What the open period is compared with: the last of the questions.
  SamePartQuestions parts;
};

// The scorecard that the request asks for; its `period_type` is MONTH where the request leaves it
// to the KPI. INVALID_ARGUMENT as ScorecardQuery::Parse.
absl::StatusOr<ScorecardQuery> KpiReportQuery(
    const okapi::reporting::v1::GetKpiReportRequest& request);

// The definitions without other KPIs. NOT_FOUND when there is none of that name; what is wrong with
// the definitions when nobody can know, as metrics is away.
absl::StatusOr<KpiDefinitions> OnlyKpi(const KpiDefinitions& definitions, const std::string& name);

// `one` is what OnlyKpi returned.
absl::StatusOr<KpiReportPlan> PlanKpiReport(const ScorecardQuery& query, const KpiDefinitions& one,
                                            absl::Time as_of);

// `answers` are in the order of the plan's questions, `comments` are on the KPI. A goal service
// that does not know the organization leaves `uses` empty.
okapi::reporting::v1::KpiReport BuildKpiReport(const ScorecardQuery& query,
                                               const KpiReportPlan& plan, const KpiDefinitions& one,
                                               const std::vector<KpiAnswer>& answers,
                                               const KpiComments& comments,
                                               const GoalsAnswers& goals,
                                               const DecisionLog& decisions, absl::Time as_of);

}  // namespace okapi::reporting
