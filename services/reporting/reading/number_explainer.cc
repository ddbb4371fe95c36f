#include "services/reporting/reading/number_explainer.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/neighbours/freshness.h"
#include "services/reporting/neighbours/unreached.h"
#include "services/reporting/reading/kpi_explainer.h"
#include "services/reporting/reports/explained_cell.h"
#include "services/reporting/reports/kpi_uses.h"
#include "services/reporting/reports/report_time.h"

namespace okapi::reporting {
namespace {

using okapi::goals::v1::Cycle;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KpiSource;
using okapi::goals::v1::Objective;
using okapi::metrics::v1::LabelMatcher;
using okapi::reporting::v1::ExplainNumberRequest;
using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::KpiExplanation;
using okapi::reporting::v1::NumberExplanation;

// The number of the KPI that drives the key result, as goals asks for it.
absl::StatusOr<KpiNumber> NumberBehind(const GoalsAnswers& goals, const Objective& objective,
                                       const KeyResult& key_result, absl::Time now) {
  OKAPI_ASSIGN_OR_RETURN(const calendar::Calendar calendar,
                         calendar::Calendar::Create(goals.organization.value.calendar()));
  KpiNumber number;
  number.key_result = key_result.name();
  const KpiSource& source = key_result.kpi_source();
  number.question.set_name(source.kpi());
  for (const Cycle& cycle : goals.cycles.value.cycles()) {
    if (cycle.name() != objective.cycle()) continue;
    const absl::Time end = std::min(calendar.EndOf(cycle.end_date()), now);
    *number.question.mutable_start_time() = api::ToTimestamp(calendar.StartOf(cycle.start_date()));
    *number.question.mutable_end_time() = api::ToTimestamp(end);
    if (source.window() == KpiSource::LATEST_COMPLETE_PERIOD) number.over_by = end;
  }
  number.question.set_whole_interval(source.window() == KpiSource::CYCLE_TO_DATE);
  number.with_samples = source.window() != KpiSource::CYCLE_TO_DATE;
  for (const auto& [label, value] : source.filter()) {
    LabelMatcher* matcher = number.question.add_filter();
    matcher->set_label(label);
    matcher->add_values(value);
  }
  return number;
}

// The names of the key results in the explanation, in its order. Not those of closed objectives:
// what KPIs say today is not what their grades keep.
void CollectKeyResults(const okapi::goals::v1::Explanation& explanation,
                       std::vector<std::string>& names) {
  if (absl::StrContains(explanation.name(), "/keyResults/")) names.push_back(explanation.name());
  if (explanation.has_grade()) return;
  for (const auto& child : explanation.children()) CollectKeyResults(child, names);
}

// `metrics` gathers what could not be told of the KPIs.
absl::Status AddKpisOfGoal(const Neighbours& neighbours, const KpiExplainer& explainer,
                           const ExplainNumberRequest& request, const std::string& viewer,
                           Freshness& metrics, NumberExplanation& answer) {
  GetOkrReportRequest all;
  all.set_name(std::string(api::OrganizationOf(request.name())));
  absl::Time now = neighbours.runtime.clock.Now();
  if (request.has_as_of_time()) {
    *all.mutable_as_of_time() = request.as_of_time();
    now = std::min(now, api::FromTimestamp(request.as_of_time()));
  }
  const GoalsAnswers goals = neighbours.goals.Read(all, viewer);
  std::vector<std::string> names;
  CollectKeyResults(answer.goal(), names);
  const KpiUses uses(goals);
  for (const std::string& name : names) {
    for (const auto& [kpi, of_kpi] : uses.all()) {
      for (const KpiUses::Use& use : of_kpi) {
        if (use.guards || use.key_result->name() != name) continue;
        OKAPI_ASSIGN_OR_RETURN(const KpiNumber number,
                               NumberBehind(goals, *use.objective, *use.key_result, now));
        absl::StatusOr<KpiExplanation> kpi_explanation = explainer.Explain(number);
        if (kpi_explanation.ok()) {
          *answer.add_kpis() = *std::move(kpi_explanation);
        } else {
          metrics.Add(std::nullopt, kpi_explanation.status());
        }
      }
    }
  }
  return absl::OkStatus();
}

// What does not go with the name of a goal is for KPIs.
absl::Status CheckRequest(const ExplainNumberRequest& request, bool is_kpi) {
  if (is_kpi) return CheckExplainedCell(request);
  status::FieldViolations violations;
  if (!absl::StrContains(request.name(), "/objectives/")) {
    violations.Add("name", "must be the name of an objective, a key result or a KPI");
  }
  constexpr char kForKpis[] = "is for a KPI only";
  if (request.period_type() != okapi::common::v1::PERIOD_TYPE_UNSPECIFIED) {
    violations.Add("period_type", kForKpis);
  }
  if (request.has_as_of_time()) {
    CheckReportTime("as_of_time", api::FromTimestamp(request.as_of_time()), violations);
  }
  if (!request.period().empty()) violations.Add("period", kForKpis);
  if (!request.dimension().empty()) violations.Add("dimension", kForKpis);
  if (!request.member().empty()) violations.Add("member", kForKpis);
  if (request.period_count() != 0) violations.Add("period_count", kForKpis);
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<NumberExplanation> ExplainNumber(const Neighbours& neighbours,
                                                const ExplainNumberRequest& request,
                                                const std::string& viewer) {
  const std::string organization(api::OrganizationOf(request.name()));
  const bool is_kpi = absl::StrContains(request.name(), "/kpis/");
  OKAPI_RETURN_IF_ERROR(CheckRequest(request, is_kpi));
  NumberExplanation answer;
  if (!is_kpi) {
    OKAPI_ASSIGN_OR_RETURN(*answer.mutable_goal(), neighbours.goals.Explain(request, viewer));
    Freshness goals;
    goals.Add(neighbours.runtime.clock.Now(), absl::OkStatus());
    *answer.add_sources() = goals.ToSource("goals");
  }
  const KpiExplainer explainer(neighbours, organization);
  Freshness metrics;
  metrics.Add(explainer.definitions().kpis);
  if (is_kpi) {
    OKAPI_RETURN_IF_ERROR(Unreached("metrics", explainer.Problem()));
    auto explanation = explainer.ExplainCell(request);
    if (!explanation.ok()) return Unreached("metrics", explanation.status());
    *answer.add_kpis() = *std::move(explanation);
  } else if (explainer.Problem().ok()) {
    OKAPI_RETURN_IF_ERROR(AddKpisOfGoal(neighbours, explainer, request, viewer, metrics, answer));
  }
  *answer.add_sources() = metrics.ToSource("metrics");
  if (!answer.kpis().empty()) answer.set_time_zone(explainer.TimeZone());
  return answer;
}

}  // namespace okapi::reporting
