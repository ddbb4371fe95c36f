#include "services/reporting/reports/combined_report.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "services/reporting/reports/insights.h"

namespace okapi::reporting {
namespace {

using okapi::goals::v1::Objective;
using okapi::reporting::v1::CombinedReport;
using okapi::reporting::v1::GetCombinedReportRequest;
using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::GetScorecardRequest;
using okapi::reporting::v1::Insight;
using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::Scorecard;

// So long without a decision is long.
constexpr int kDecisionDaysDefault = 90;

absl::Duration DecisionAge(const GetCombinedReportRequest& request) {
  const int days = request.decision_days();
  return absl::Hours(24) * (days == 0 ? kDecisionDaysDefault : days);
}

bool Wanted(const GetCombinedReportRequest& request, const Objective& objective) {
  return objective.state() != Objective::CLOSED &&
         (request.team().empty() || objective.team() == request.team()) &&
         (request.cycle().empty() || objective.cycle() == request.cycle());
}

// The answers without objectives that are not looked at; a report leaves out what belongs to them.
GoalsAnswers Narrowed(const GetCombinedReportRequest& request, const GoalsAnswers& goals) {
  GoalsAnswers narrowed = goals;
  auto& objectives = *narrowed.objectives.value.mutable_objectives();
  objectives.erase(
      std::remove_if(objectives.begin(), objectives.end(),
                     [&](const Objective& objective) { return !Wanted(request, objective); }),
      objectives.end());
  return narrowed;
}

}  // namespace

absl::StatusOr<ScorecardQuery> CombinedScorecardQuery(const GetCombinedReportRequest& request) {
  if (!request.language_code().empty() && !KnowsLanguage(request.language_code())) {
    return status::InvalidField("language_code", "must be `en` or `vi`");
  }
  if (request.decision_days() < 0) {
    return status::InvalidField("decision_days", "must not be negative");
  }
  GetScorecardRequest scorecard;
  scorecard.set_name(request.name());
  scorecard.set_period_type(request.period_type());
  scorecard.set_period_count(request.period_count());
  scorecard.set_team(request.team());
  if (request.has_as_of_time()) *scorecard.mutable_as_of_time() = request.as_of_time();
  return ScorecardQuery::Parse(scorecard);
}

CombinedReport BuildCombinedReport(const GetCombinedReportRequest& request,
                                   const std::vector<okapi::metrics::v1::Kpi>& kpis,
                                   const KpiDefinitions& definitions, Scorecard scorecard,
                                   const Scorecard& own_periods, const GoalsAnswers& goals,
                                   const DecisionLog& decisions, absl::Time as_of, absl::Time now) {
  CombinedReport report;
  report.set_organization(request.name());
  GetOkrReportRequest all;
  all.set_name(request.name());
  *report.mutable_okr_report() = BuildOkrReport(all, Narrowed(request, goals), now);
  InsightInputs inputs{request.language_code(),
                       kpis,
                       definitions,
                       own_periods,
                       report.okr_report(),
                       goals,
                       decisions,
                       DecisionAge(request),
                       as_of};
  for (Insight& insight : InsightsOf(inputs)) *report.add_insights() = std::move(insight);
  *report.mutable_scorecard() = std::move(scorecard);
  *report.mutable_as_of_time() = api::ToTimestamp(as_of);
  return report;
}

}  // namespace okapi::reporting
