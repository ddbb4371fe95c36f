#include "services/reporting/reports/kpi_report.h"

#include <algorithm>
#include <utility>

#include "common/api/resource_name.h"
#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/neighbours/freshness.h"
#include "services/reporting/reports/definition_changes.h"
#include "services/reporting/reports/kpi_comments.h"
#include "services/reporting/reports/kpi_forecast.h"
#include "services/reporting/reports/kpi_uses.h"
#include "services/reporting/reports/named_people.h"
#include "services/reporting/reports/scorecard.h"
#include "services/reporting/reports/season.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::GetKpiReportRequest;
using okapi::reporting::v1::GetScorecardRequest;
using okapi::reporting::v1::KpiReport;
using okapi::reporting::v1::KpiUse;
using okapi::reporting::v1::ScorecardCell;
using okapi::reporting::v1::ScorecardRow;

constexpr int kPeriodCountDefault = 12;

KpiUse UseOf(const KpiUses::Use& use) {
  KpiUse shown;
  shown.set_key_result(use.key_result->name());
  shown.set_display_name(use.key_result->display_name());
  shown.set_objective_display_name(use.objective->display_name());
  shown.set_guards(use.guards);
  *shown.mutable_progress() = use.key_result->progress();
  return shown;
}

void AddRows(const KpiReportPlan& plan, const std::vector<KpiAnswer>& answers, absl::Time as_of,
             KpiReport& report) {
  std::vector<ScorecardRow> rows = BuildRows(plan.scorecard, 0, answers, as_of);
  const auto parts = answers.end() - static_cast<std::ptrdiff_t>(plan.parts.questions.size());
  AddSamePartChanges(0, plan.parts, {parts, answers.end()}, rows);
  for (ScorecardRow& row : rows) {
    if (row.dimension().empty()) {
      *report.mutable_row() = std::move(row);
    } else {
      *report.add_members() = std::move(row);
    }
  }
  if (!plan.days.has_value() || report.row().cells().empty()) return;
  const ScorecardCell& last = *report.row().cells().rbegin();
  if (last.unknown()) return;
  auto forecast = ForecastKpi(report.kpi(), plan.scorecard.periods.back(),
                              answers[*plan.days].value, last, as_of);
  if (forecast.has_value()) *report.mutable_row()->mutable_forecast() = *std::move(forecast);
}

void AddDecisions(const DecisionLog& decisions, KpiReport& report) {
  for (const auto& decision : decisions) {
    const bool on_use =
        std::any_of(report.uses().begin(), report.uses().end(), [&decision](const KpiUse& use) {
          return !use.guards() && use.key_result() == decision.subject();
        });
    if (on_use || decision.subject() == report.kpi().name()) *report.add_decisions() = decision;
  }
}

}  // namespace

absl::StatusOr<ScorecardQuery> KpiReportQuery(const GetKpiReportRequest& request) {
  GetScorecardRequest scorecard;
  scorecard.set_name(api::OrganizationOf(request.name()));
  scorecard.set_period_type(request.period_type());
  scorecard.set_period_count(request.period_count() == 0 ? kPeriodCountDefault
                                                         : request.period_count());
  if (request.has_as_of_time()) *scorecard.mutable_as_of_time() = request.as_of_time();
  scorecard.set_breakdown(true);
  scorecard.set_details(true);
  scorecard.set_rank_by_contribution(true);
  return ScorecardQuery::Parse(scorecard);
}

absl::StatusOr<KpiDefinitions> OnlyKpi(const KpiDefinitions& definitions, const std::string& name) {
  if (!definitions.kpis.known() || !definitions.settings.known()) return definitions.Problem();
  KpiDefinitions one = definitions;
  one.kpis.value.clear_kpis();
  for (const Kpi& kpi : definitions.kpis.value.kpis()) {
    if (kpi.name() == name) *one.kpis.value.add_kpis() = kpi;
  }
  if (!one.kpis.value.kpis().empty()) return one;
  // One that was not known yet may be there by now.
  return definitions.kpis.problem.ok() ? status::NotFound(name) : definitions.kpis.problem;
}

absl::StatusOr<KpiReportPlan> PlanKpiReport(const ScorecardQuery& query, const KpiDefinitions& one,
                                            absl::Time as_of) {
  KpiReportPlan plan;
  OKAPI_ASSIGN_OR_RETURN(plan.scorecard, PlanScorecard(query, one, as_of));
  plan.questions = plan.scorecard.questions;
  if (auto days = ForecastQuestion(plan.scorecard, 0, query.organization, as_of)) {
    plan.days = plan.questions.size();
    plan.questions.push_back(*std::move(days));
  }
  OKAPI_ASSIGN_OR_RETURN(auto years, YearsQuestion(query, one, as_of));
  if (years.has_value()) {
    plan.years = plan.questions.size();
    plan.questions.push_back(*std::move(years));
  }
  OKAPI_ASSIGN_OR_RETURN(
      plan.parts, PlanSameParts(query, plan.scorecard, one.settings.value.calendar(), as_of));
  plan.questions.insert(plan.questions.end(), plan.parts.questions.begin(),
                        plan.parts.questions.end());
  return plan;
}

KpiReport BuildKpiReport(const ScorecardQuery& query, const KpiReportPlan& plan,
                         const KpiDefinitions& one, const std::vector<KpiAnswer>& answers,
                         const KpiComments& comments, const GoalsAnswers& goals,
                         const DecisionLog& decisions, absl::Time as_of) {
  KpiReport report;
  *report.mutable_kpi() = one.kpis.value.kpis(0);
  report.set_period_type(query.period_type);
  // The first is there for the change only.
  for (size_t i = 1; i < plan.scorecard.periods.size(); ++i) {
    *report.add_periods() = plan.scorecard.periods[i];
  }
  AddRows(plan, answers, as_of, report);
  AddDefinitionChanges(report);
  if (plan.years.has_value()) AddSeason(query.period_type, answers[*plan.years], report);
  const KpiUses uses(goals);
  for (const KpiUses::Use& use : uses.Of(report.kpi().name())) *report.add_uses() = UseOf(use);
  AddDecisions(decisions, report);
  const auto calendar = calendar::Calendar::Create(one.settings.value.calendar());
  if (calendar.ok()) AddComments(comments, *calendar, report);
  *report.mutable_as_of_time() = api::ToTimestamp(as_of);
  Freshness freshness;
  freshness.Add(one.settings);
  freshness.Add(one.kpis);
  for (const KpiAnswer& answer : answers) freshness.Add(answer);
  if (HasUnknown(report.row())) freshness.AddUnknown();
  for (const ScorecardRow& row : report.members()) {
    if (HasUnknown(row)) freshness.AddUnknown();
  }
  freshness.Add(comments);
  *report.add_sources() = freshness.ToSource("metrics");
  *report.add_sources() = SourceOf(goals);
  AddNames(goals, report);
  return report;
}

}  // namespace okapi::reporting
