#include "services/reporting/alerts/observations.h"

#include <algorithm>
#include <set>

#include "common/api/resource_name.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "services/reporting/reading/report_reader.h"
#include "services/reporting/store/alert_rules.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::PeriodType;
using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::AlertRule;
using okapi::reporting::v1::GetOkrReportRequest;

constexpr int kPeriodsMax = 120;

// What the rules want to know of the KPIs of one frequency.
struct Wanted {
  std::set<std::string> kpis;
  int periods = 2;
  bool forecasts = false;
};

// Never longer than a period of the type, so that the periods that cover a time are never too few.
absl::Duration ShortestOf(PeriodType type) {
  switch (type) {
    case PeriodType::DAY:
      return absl::Hours(22);
    case PeriodType::WEEK:
      return absl::Hours(24 * 6);
    case PeriodType::QUARTER:
      return absl::Hours(24 * 83);
    case PeriodType::YEAR:
      return absl::Hours(24 * 363);
    default:
      return absl::Hours(24 * 27);
  }
}

void Want(const AlertRule& rule, PeriodType frequency, Wanted& wanted) {
  wanted.kpis.insert(SubjectOf(rule));
  wanted.forecasts = wanted.forecasts || rule.has_forecast_miss();
  if (!rule.has_missing_data()) return;
  const auto age = absl::Seconds(rule.missing_data().age().seconds());
  const auto needed = static_cast<int>(age / ShortestOf(frequency)) + 2;
  wanted.periods = std::clamp(needed, wanted.periods, kPeriodsMax);
}

void ObserveKpis(const Neighbours& neighbours, const std::string& organization,
                 const std::vector<AlertRule>& rules, Observations& seen) {
  const KpiDefinitions definitions = neighbours.metrics.ReadDefinitions(organization);
  seen.metrics_heard = definitions.Problem().ok();
  if (!seen.metrics_heard) return;
  std::map<std::string, PeriodType> frequencies;
  for (const Kpi& kpi : definitions.kpis.value.kpis()) frequencies[kpi.name()] = kpi.frequency();
  std::map<PeriodType, Wanted> wanted;
  for (const AlertRule& rule : rules) {
    const auto found = frequencies.find(SubjectOf(rule));
    if (found != frequencies.end()) Want(rule, found->second, wanted[found->second]);
  }
  for (const auto& [frequency, want] : wanted) {
    ScorecardQuery query;
    query.organization = organization;
    query.period_type = frequency;
    query.period_count = want.periods;
    query.forecasts = want.forecasts;
    const auto card = ReadScorecard(neighbours, query);
    if (!card.ok() || card->sources(0).stale()) {
      seen.metrics_heard = false;
      return;
    }
    for (const auto& row : card->rows()) {
      if (want.kpis.count(row.kpi()) > 0) seen.kpis[row.kpi()] = {frequency, row};
    }
  }
}

void ObserveGoals(const Neighbours& neighbours, const std::string& organization,
                  Observations& seen) {
  GetOkrReportRequest request;
  request.set_name(organization);
  const auto report = ReadOkrReport(neighbours, request);
  seen.goals_heard = report.ok() && !report->sources(0).stale();
  if (!seen.goals_heard) return;
  for (const auto& part : report->objectives()) {
    seen.objectives[part.objective().name()] = part.objective();
    for (const auto& key_result : part.key_results()) {
      seen.key_results[key_result.name()] = key_result;
    }
  }
}

void ObserveErrorBudgets(const Neighbours& neighbours, const std::vector<AlertRule>& rules,
                         Observations& seen) {
  std::vector<std::string> names;
  std::vector<okapi::goals::v1::GetErrorBudgetRequest> requests;
  for (const AlertRule& rule : rules) {
    const auto found = seen.key_results.find(SubjectOf(rule));
    if (!rule.has_error_budget_burn() || found == seen.key_results.end()) continue;
    if (!found->second.has_error_budget_state()) continue;
    names.push_back(rule.name());
    auto& request = requests.emplace_back();
    request.set_name(SubjectOf(rule));
    *request.add_windows() = rule.error_budget_burn().long_window();
    *request.add_windows() = rule.error_budget_burn().short_window();
  }
  if (requests.empty()) return;
  const auto budgets = neighbours.goals.ReadErrorBudgets(requests);
  for (size_t i = 0; i < budgets.size(); ++i) {
    // One that cannot be read is not heard, and its alert stays as it is.
    if (budgets[i].ok()) {
      seen.error_budgets[names[i]] = *budgets[i];
    } else {
      seen.key_results.erase(requests[i].name());
      seen.goals_heard = false;
    }
  }
}

bool IsKpi(const std::string& name) { return api::PatternOf<Kpi>().Match(name).ok(); }

}  // namespace

Observations Observe(const Neighbours& neighbours, const std::string& organization,
                     const std::vector<AlertRule>& rules) {
  Observations seen;
  const auto of_kpi = [](const AlertRule& rule) { return IsKpi(SubjectOf(rule)); };
  if (std::any_of(rules.begin(), rules.end(), of_kpi)) {
    ObserveKpis(neighbours, organization, rules, seen);
    seen.all_heard = seen.metrics_heard;
  }
  if (!std::all_of(rules.begin(), rules.end(), of_kpi)) {
    ObserveGoals(neighbours, organization, seen);
    ObserveErrorBudgets(neighbours, rules, seen);
    seen.all_heard = seen.all_heard && seen.goals_heard;
  }
  seen.time = neighbours.runtime.clock.Now();
  return seen;
}

}  // namespace okapi::reporting
