#include "services/reporting/report_reader.h"

#include "common/rpc/retry.h"
#include "common/status/status_macros.h"
#include "services/reporting/freshness.h"
#include "services/reporting/okr_report.h"
#include "services/reporting/scorecard.h"

namespace okapi::reporting {

using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::Scorecard;

absl::StatusOr<Scorecard> ReadScorecard(const Neighbours& neighbours, const ScorecardQuery& query) {
  const KpiDefinitions definitions = neighbours.metrics.ReadDefinitions(query.organization);
  const absl::Status problem = definitions.Problem();
  if (!problem.ok() && !rpc::MayPass(problem)) return problem;
  OKAPI_ASSIGN_OR_RETURN(
      const ScorecardPlan plan,
      PlanScorecard(query, definitions, query.as_of.value_or(neighbours.runtime.clock.Now())));
  // A service that was away a moment ago is not waited for once more.
  const std::vector<KpiAnswer> answers = problem.ok()
                                             ? neighbours.metrics.ReadAnswers(plan)
                                             : neighbours.metrics.RecallAnswers(plan, problem);
  // The time after the answers: none of them counts samples later than it.
  const absl::Time as_of = query.as_of.value_or(neighbours.runtime.clock.Now());
  Scorecard scorecard = FrameScorecard(query, plan, as_of);
  for (size_t kpi = 0; kpi < plan.kpis.size(); ++kpi) {
    for (auto& row : BuildRows(plan, kpi, answers, as_of)) *scorecard.add_rows() = std::move(row);
  }
  Freshness freshness;
  freshness.Add(definitions.settings);
  freshness.Add(definitions.kpis);
  for (const KpiAnswer& answer : answers) freshness.Add(answer);
  *scorecard.add_sources() = freshness.ToSource("metrics");
  return scorecard;
}

absl::StatusOr<OkrReport> ReadOkrReport(const Neighbours& neighbours,
                                        const GetOkrReportRequest& request) {
  const GoalsAnswers answers = neighbours.goals.Read(request);
  OKAPI_RETURN_IF_ERROR(answers.Refusal());
  OKAPI_RETURN_IF_ERROR(CheckExistence(request, answers));
  return BuildOkrReport(request, answers, neighbours.runtime.clock.Now());
}

}  // namespace okapi::reporting
