#include "services/reporting/reading/kpi_explainer.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/reports/cell_explanation.h"
#include "services/reporting/reports/explained_cell.h"
#include "services/reporting/reports/kpi_definition.h"
#include "services/reporting/reports/kpi_report.h"
#include "services/reporting/reports/kpi_steps.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::AggregateKpiRequest;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiDefinition;
using okapi::metrics::v1::KpiValue;
using okapi::metrics::v1::ListSamplesRequest;
using okapi::reporting::v1::ExplainNumberRequest;
using okapi::reporting::v1::KpiExplanation;

constexpr int kSamplesMax = 200;

const KpiValue* Chosen(const KpiNumber& number,
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

// The number of the cell, for who asks for it alone.
KpiNumber NumberOf(const ExplainedCell& cell, const Kpi& kpi) {
  KpiNumber number;
  number.question.set_name(kpi.name());
  number.question.set_period_type(cell.query.period_type);
  *number.question.mutable_end_time() = api::ToTimestamp(cell.as_of() + absl::Microseconds(1));
  for (auto& matcher : cell.Filter()) *number.question.add_filter() = std::move(matcher);
  return number;
}

absl::Status NoSuchMember(const ExplainedCell& cell, const Kpi& kpi) {
  return status::Error(
      absl::StatusCode::kNotFound, status::ErrorReason::RESOURCE_NOT_FOUND,
      absl::StrCat("member: '", cell.member, "' is no declared ", cell.dimension, " of ",
                   kpi.name(), ", and has no samples in the periods of the report"),
      {{"resource", cell.member}, {"field", "member"}});
}

}  // namespace

KpiExplainer::KpiExplainer(const Neighbours& neighbours, const std::string& organization)
    : neighbours_(neighbours),
      organization_(organization),
      definitions_(neighbours.metrics.ReadDefinitions(organization)) {}

std::string KpiExplainer::TimeZone() const {
  const std::string& zone = definitions_.settings.value.calendar().time_zone();
  return zone.empty() ? "UTC" : zone;
}

const Kpi* KpiExplainer::Find(const std::string& name) const {
  for (const Kpi& kpi : definitions_.kpis.value.kpis()) {
    if (kpi.name() == name) return &kpi;
  }
  return nullptr;
}

absl::StatusOr<KpiExplanation> KpiExplainer::Explain(const KpiNumber& number) const {
  const Kpi* kpi = Find(number.question.name());
  if (kpi == nullptr) return status::NotFound(number.question.name());
  KpiExplanation explanation;
  *explanation.mutable_kpi() = *kpi;
  explanation.set_key_result(number.key_result);
  KpiQuestion question;
  question.request = number.question;
  OKAPI_ASSIGN_OR_RETURN(const auto answer, neighbours_.metrics.Aggregate(question));
  explanation.set_revision(answer.revision());
  const KpiValue* value = Chosen(number, answer);
  if (value != nullptr) *explanation.mutable_number() = *value;
  OKAPI_RETURN_IF_ERROR(AddOrigin(number, explanation));
  return explanation;
}

absl::StatusOr<KpiExplanation> KpiExplainer::ExplainCell(
    const ExplainNumberRequest& request) const {
  OKAPI_ASSIGN_OR_RETURN(const KpiDefinitions one, OnlyKpi(definitions_, request.name()));
  const Kpi& kpi = one.kpis.value.kpis(0);
  OKAPI_ASSIGN_OR_RETURN(const calendar::Calendar calendar,
                         calendar::Calendar::Create(one.settings.value.calendar()));
  OKAPI_ASSIGN_OR_RETURN(const ExplainedCell cell,
                         CellOf(request, kpi, calendar, neighbours_.runtime.clock.Now()));
  OKAPI_ASSIGN_OR_RETURN(const ExplainedCellPlan plan, PlanExplainedCell(cell, one));
  OKAPI_ASSIGN_OR_RETURN(const KpiAnswers asked,
                         neighbours_.metrics.AskAnew(organization_, plan.questions));
  const auto rows = RowsOf(cell, plan, asked.answers);
  if (!rows.has_value()) return NoSuchMember(cell, kpi);
  KpiExplanation explanation;
  *explanation.mutable_kpi() = kpi;
  explanation.set_revision(*asked.revision);
  *explanation.mutable_number() = *rows->group.values().rbegin();
  OKAPI_RETURN_IF_ERROR(AddOrigin(NumberOf(cell, kpi), explanation));
  okapi::reporting::ExplainCell(cell, plan, asked.answers, *rows, calendar, explanation);
  return explanation;
}

absl::Status KpiExplainer::AddOrigin(const KpiNumber& number, KpiExplanation& explanation) const {
  const KpiDefinition definition =
      DefinitionOf(explanation.kpi(), explanation.number().definition_date());
  if (definition.aggregation() == okapi::metrics::v1::FORMULA) {
    OKAPI_RETURN_IF_ERROR(AddOperands(number, definition.formula(), explanation));
  } else {
    OKAPI_RETURN_IF_ERROR(AddSamples(number.question, definition, explanation));
  }
  for (std::string& step : StepsOf(explanation)) explanation.add_steps(std::move(step));
  return absl::OkStatus();
}

// The same of what a formula is made of, in the period that was chosen.
absl::Status KpiExplainer::AddOperands(const KpiNumber& number, const std::string& formula,
                                       KpiExplanation& explanation) const {
  for (const std::string& id : OperandsOf(formula)) {
    KpiNumber operand = number;
    operand.question.set_name(absl::StrCat(organization_, "/kpis/", id));
    operand.key_result.clear();
    OKAPI_ASSIGN_OR_RETURN(*explanation.add_operands(), Explain(operand));
  }
  return absl::OkStatus();
}

absl::Status KpiExplainer::AddSamples(const AggregateKpiRequest& question,
                                      const KpiDefinition& definition,
                                      KpiExplanation& explanation) const {
  if (!explanation.has_number()) return absl::OkStatus();
  for (const std::string& metric : {definition.metric(), definition.denominator_metric()}) {
    if (metric.empty()) continue;
    ListSamplesRequest request;
    request.set_parent(organization_);
    request.set_metric(metric);
    *request.mutable_filter() = definition.selector();
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

}  // namespace okapi::reporting
