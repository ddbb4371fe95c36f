#include "services/reporting/reading/number_explainer.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/neighbours/freshness.h"
#include "services/reporting/neighbours/unreached.h"
#include "services/reporting/reports/kpi_forecast.h"
#include "services/reporting/reports/kpi_judgement.h"
#include "services/reporting/reports/kpi_steps.h"
#include "services/reporting/reports/kpi_uses.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {
namespace {

using okapi::goals::v1::Cycle;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KpiSource;
using okapi::goals::v1::Objective;
using okapi::metrics::v1::AggregateKpiRequest;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiValue;
using okapi::metrics::v1::LabelMatcher;
using okapi::metrics::v1::ListSamplesRequest;
using okapi::reporting::v1::ExplainNumberRequest;
using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::KpiExplanation;
using okapi::reporting::v1::NumberExplanation;

constexpr int kSamplesMax = 200;

// A number of a KPI that is to be explained: the last one of the answer, or the last with samples.
struct KpiNumber {
  AggregateKpiRequest question;
  bool with_samples = false;
  // Only periods that are over by then.
  std::optional<absl::Time> over_by;
  std::string key_result;
};

class Explainer {
 public:
  Explainer(const Neighbours& neighbours, const std::string& organization)
      : neighbours_(neighbours),
        organization_(organization),
        definitions_(neighbours.metrics.ReadDefinitions(organization)) {}

  const absl::Status& Problem() const { return definitions_.Problem(); }
  const KpiDefinitions& definitions() const { return definitions_; }
  std::string TimeZone() const {
    const std::string& zone = definitions_.settings.value.calendar().time_zone();
    return zone.empty() ? "UTC" : zone;
  }

  absl::StatusOr<KpiExplanation> Explain(const KpiNumber& number) const {
    const Kpi* kpi = Find(number.question.name());
    if (kpi == nullptr) return status::NotFound(number.question.name());
    KpiExplanation explanation;
    *explanation.mutable_kpi() = *kpi;
    explanation.set_key_result(number.key_result);
    KpiQuestion question;
    question.request = number.question;
    question.request.set_include_due_target(HasCurve(*kpi));
    // Read anew: Ask would put what is known in the place of what is not heard.
    OKAPI_ASSIGN_OR_RETURN(const auto answer, neighbours_.metrics.Aggregate(question));
    explanation.set_revision(answer.revision());
    const KpiValue* value = Chosen(number, answer);
    if (value != nullptr) *explanation.mutable_number() = *value;
    if (kpi->aggregation() == okapi::metrics::v1::FORMULA) {
      OKAPI_RETURN_IF_ERROR(AddOperands(number, *kpi, explanation));
    } else {
      OKAPI_RETURN_IF_ERROR(AddSamples(number.question, *kpi, explanation));
    }
    for (std::string& step : StepsOf(explanation)) explanation.add_steps(std::move(step));
    return explanation;
  }

  // Goes on to what is made of the number as of that time.
  absl::Status Judge(absl::Time as_of, KpiExplanation& explanation) const {
    if (!explanation.has_number()) return absl::OkStatus();
    ExplainJudgement(as_of, explanation);
    auto days = DaysOf(explanation.kpi().name(), explanation.number().period(), as_of);
    if (!days.has_value()) return absl::OkStatus();
    KpiQuestion question;
    question.request = *std::move(days);
    OKAPI_ASSIGN_OR_RETURN(const auto answer, neighbours_.metrics.Aggregate(question));
    ExplainForecast(answer, as_of, explanation);
    return absl::OkStatus();
  }

 private:
  const Kpi* Find(const std::string& name) const {
    for (const Kpi& kpi : definitions_.kpis.value.kpis()) {
      if (kpi.name() == name) return &kpi;
    }
    return nullptr;
  }

  static const KpiValue* Chosen(const KpiNumber& number,
                                const okapi::metrics::v1::AggregateKpiResponse& answer) {
    if (answer.groups().empty()) return nullptr;
    const auto& values = answer.groups(0).values();
    for (auto value = values.rbegin(); value != values.rend(); ++value) {
      if (number.with_samples && !value->has_value()) continue;
      if (number.over_by.has_value() &&
          api::FromTimestamp(value->period().end_time()) > *number.over_by) {
        continue;
      }
      return &*value;
    }
    return nullptr;
  }

  // The same of what a formula is made of, in the period that was chosen.
  absl::Status AddOperands(const KpiNumber& number, const Kpi& kpi,
                           KpiExplanation& explanation) const {
    for (const std::string& id : OperandsOf(kpi.formula())) {
      KpiNumber operand = number;
      operand.question.set_name(absl::StrCat(organization_, "/kpis/", id));
      operand.key_result.clear();
      OKAPI_ASSIGN_OR_RETURN(*explanation.add_operands(), Explain(operand));
    }
    return absl::OkStatus();
  }

  absl::Status AddSamples(const AggregateKpiRequest& question, const Kpi& kpi,
                          KpiExplanation& explanation) const {
    if (!explanation.has_number()) return absl::OkStatus();
    for (const std::string& metric : {kpi.metric(), kpi.denominator_metric()}) {
      if (metric.empty()) continue;
      ListSamplesRequest request;
      request.set_parent(organization_);
      request.set_metric(metric);
      *request.mutable_filter() = kpi.selector();
      request.mutable_filter()->MergeFrom(question.filter());
      const auto& period = explanation.number().period();
      *request.mutable_start_time() = period.start_time();
      *request.mutable_end_time() = period.end_time();
      if (question.has_end_time() &&
          api::FromTimestamp(question.end_time()) < api::FromTimestamp(period.end_time())) {
        *request.mutable_end_time() = question.end_time();
      }
      request.set_page_size(kSamplesMax);
      OKAPI_ASSIGN_OR_RETURN(const auto samples, neighbours_.metrics.FirstSamples(request));
      for (const auto& series : samples.series()) *explanation.add_series() = series;
      if (!samples.next_page_token().empty()) explanation.set_more_samples(true);
    }
    return absl::OkStatus();
  }

  const Neighbours& neighbours_;
  const std::string organization_;
  const KpiDefinitions definitions_;
};

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

absl::Status AddKpisOfGoal(const Neighbours& neighbours, const Explainer& explainer,
                           NumberExplanation& answer) {
  GetOkrReportRequest all;
  all.set_name(std::string(api::OrganizationOf(answer.goal().name())));
  const GoalsAnswers goals = neighbours.goals.Read(all);
  std::vector<std::string> names;
  CollectKeyResults(answer.goal(), names);
  const KpiUses uses(goals);
  for (const std::string& name : names) {
    for (const auto& [kpi, of_kpi] : uses.all()) {
      for (const KpiUses::Use& use : of_kpi) {
        if (use.guards || use.key_result->name() != name) continue;
        OKAPI_ASSIGN_OR_RETURN(
            const KpiNumber number,
            NumberBehind(goals, *use.objective, *use.key_result, neighbours.runtime.clock.Now()));
        absl::StatusOr<KpiExplanation> kpi_explanation = explainer.Explain(number);
        if (kpi_explanation.ok()) *answer.add_kpis() = *std::move(kpi_explanation);
      }
    }
  }
  return absl::OkStatus();
}

KpiNumber NumberOf(const ExplainNumberRequest& request, absl::Time now) {
  KpiNumber number;
  number.question.set_name(request.name());
  number.question.set_period_type(request.period_type());
  *number.question.mutable_end_time() =
      request.has_as_of_time() ? request.as_of_time() : api::ToTimestamp(now);
  return number;
}

}  // namespace

absl::StatusOr<NumberExplanation> ExplainNumber(const Neighbours& neighbours,
                                                const ExplainNumberRequest& request) {
  const std::string organization(api::OrganizationOf(request.name()));
  const bool is_kpi = absl::StrContains(request.name(), "/kpis/");
  if (!is_kpi && !absl::StrContains(request.name(), "/objectives/")) {
    return status::InvalidField("name", "must be the name of an objective, a key result or a KPI");
  }
  NumberExplanation answer;
  const absl::Time now = neighbours.runtime.clock.Now();
  if (!is_kpi) {
    OKAPI_ASSIGN_OR_RETURN(*answer.mutable_goal(), neighbours.goals.Explain(request.name()));
    Freshness goals;
    goals.Add(now, absl::OkStatus());
    *answer.add_sources() = goals.ToSource("goals");
  }
  const Explainer explainer(neighbours, organization);
  Freshness metrics;
  metrics.Add(explainer.definitions().kpis);
  *answer.add_sources() = metrics.ToSource("metrics");
  if (is_kpi) {
    OKAPI_RETURN_IF_ERROR(Unreached("metrics", explainer.Problem()));
    KpiExplanation& explanation = *answer.add_kpis();
    const KpiNumber number = NumberOf(request, now);
    OKAPI_ASSIGN_OR_RETURN(explanation, explainer.Explain(number));
    OKAPI_RETURN_IF_ERROR(
        explainer.Judge(api::FromTimestamp(number.question.end_time()), explanation));
  } else if (explainer.Problem().ok()) {
    OKAPI_RETURN_IF_ERROR(AddKpisOfGoal(neighbours, explainer, answer));
  }
  if (!answer.kpis().empty()) answer.set_time_zone(explainer.TimeZone());
  return answer;
}

}  // namespace okapi::reporting
