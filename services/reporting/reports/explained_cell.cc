#include "services/reporting/reports/explained_cell.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/reports/kpi_forecast.h"
#include "services/reporting/reports/report_time.h"
#include "services/reporting/reports/season.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Period;
using okapi::common::v1::PeriodType;
using okapi::metrics::v1::AggregateKpiRequest;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::LabelMatcher;
using okapi::reporting::v1::ExplainNumberRequest;
using okapi::reporting::v1::GetScorecardRequest;

absl::StatusOr<ScorecardQuery> QueryOf(const ExplainNumberRequest& request) {
  GetScorecardRequest scorecard;
  scorecard.set_name(api::OrganizationOf(request.name()));
  scorecard.set_period_type(request.period_type());
  scorecard.set_period_count(request.period_count());
  if (request.has_as_of_time()) *scorecard.mutable_as_of_time() = request.as_of_time();
  scorecard.set_breakdown(!request.dimension().empty());
  scorecard.set_details(true);
  return ScorecardQuery::Parse(scorecard);
}

absl::Status NoSuchDimension(const Kpi& kpi, const std::string& label) {
  return status::Error(absl::StatusCode::kNotFound, status::ErrorReason::RESOURCE_NOT_FOUND,
                       absl::StrCat("dimension: '", label, "' is not a dimension of ", kpi.name()),
                       {{"resource", label}, {"field", "dimension"}});
}

// Of the calendar, and begun by then.
absl::StatusOr<calendar::Period> NamedPeriod(const ExplainNumberRequest& request,
                                             const calendar::Calendar& calendar, absl::Time as_of) {
  const auto period = calendar.ParsePeriod(request.period());
  if (!period.ok()) {
    return status::InvalidField("period", NoSuchPeriod(calendar, as_of));
  }
  status::FieldViolations violations;
  CheckReportTime("period", period->start, violations);
  if (request.period_type() != PeriodType::PERIOD_TYPE_UNSPECIFIED &&
      request.period_type() != period->type) {
    violations.Add("period_type", absl::StrCat("is another than that of `period`, which is a ",
                                               okapi::common::v1::PeriodType_Name(period->type)));
  }
  if (as_of < period->start) violations.Add("period", "has not begun by the time looked from");
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  return *period;
}

KpiQuestion Ask(const ExplainedCell& cell, const Kpi& kpi) {
  KpiQuestion question;
  question.request.set_name(kpi.name());
  for (const LabelMatcher& matcher : cell.Filter()) *question.request.add_filter() = matcher;
  return question;
}

// The parts that metrics counts: hours of a day, which are no periods; days; months.
void AskParts(const ExplainedCell& cell, const Kpi& kpi, const Period& period,
              std::vector<KpiQuestion>& questions) {
  const auto end = std::min(cell.as_of() + absl::Microseconds(1),
                            absl::Time(api::FromTimestamp(period.end_time())));
  const auto ask = [&](absl::Time from, absl::Time to) -> AggregateKpiRequest& {
    KpiQuestion& question = questions.emplace_back(Ask(cell, kpi));
    *question.request.mutable_start_time() = api::ToTimestamp(from);
    *question.request.mutable_end_time() = api::ToTimestamp(to);
    return question.request;
  };
  const absl::Time start = api::FromTimestamp(period.start_time());
  if (period.type() != PeriodType::DAY) {
    const bool months = period.type() == PeriodType::QUARTER || period.type() == PeriodType::YEAR;
    ask(start, end).set_period_type(months ? PeriodType::MONTH : PeriodType::DAY);
    return;
  }
  for (absl::Time hour = start; hour < end; hour += absl::Hours(1)) {
    ask(hour, std::min(hour + absl::Hours(1), end)).set_whole_interval(true);
  }
}

}  // namespace

std::vector<LabelMatcher> ExplainedCell::Filter() const {
  if (dimension.empty()) return {};
  LabelMatcher matcher;
  matcher.set_label(dimension);
  matcher.add_values(member);
  return {matcher};
}

absl::Status CheckExplainedCell(const ExplainNumberRequest& request) {
  status::FieldViolations violations;
  const google::rpc::BadRequest query = status::BadRequestOf(QueryOf(request).status());
  for (const auto& violation : query.field_violations()) {
    violations.Add(violation.field(), violation.description());
  }
  if (request.dimension().empty() && !request.member().empty()) {
    violations.Add("member", "is for a `dimension` only");
  }
  return violations.ToStatus();
}

absl::StatusOr<ExplainedCell> CellOf(const ExplainNumberRequest& request, const Kpi& kpi,
                                     const calendar::Calendar& calendar, absl::Time now) {
  ExplainedCell cell;
  OKAPI_ASSIGN_OR_RETURN(cell.query, QueryOf(request));
  cell.dimension = request.dimension();
  cell.member = request.member();
  const absl::Time as_of = cell.query.as_of.value_or(now);
  cell.query.period_type = request.period_type() == PeriodType::PERIOD_TYPE_UNSPECIFIED
                               ? kpi.frequency()
                               : request.period_type();
  // The last instant that counts decides: a question that ends with a period is about it.
  calendar::Period period =
      calendar.PeriodAt(cell.query.period_type, as_of - absl::Microseconds(1));
  if (!request.period().empty()) {
    OKAPI_ASSIGN_OR_RETURN(period, NamedPeriod(request, calendar, as_of));
  }
  const auto& dimensions = kpi.dimensions();
  const bool has_it = std::any_of(dimensions.begin(), dimensions.end(), [&cell](const auto& each) {
    return each.label() == cell.dimension;
  });
  if (!cell.dimension.empty() && !has_it) return NoSuchDimension(kpi, cell.dimension);
  cell.query.period_type = period.type;
  // What is over looks the same from whenever it is looked at.
  cell.query.as_of = std::min(as_of, period.end - absl::Microseconds(1));
  return cell;
}

absl::StatusOr<ExplainedCellPlan> PlanExplainedCell(const ExplainedCell& cell, KpiDefinitions one) {
  Kpi& kpi = *one.kpis.value.mutable_kpis(0);
  auto& dimensions = *kpi.mutable_dimensions();
  dimensions.erase(
      std::remove_if(dimensions.begin(), dimensions.end(),
                     [&cell](const auto& each) { return each.label() != cell.dimension; }),
      dimensions.end());
  ExplainedCellPlan plan;
  OKAPI_ASSIGN_OR_RETURN(plan.scorecard, PlanScorecard(cell.query, one, cell.as_of()));
  plan.questions = plan.scorecard.questions;
  if (cell.dimension.empty()) {
    auto days = ForecastQuestion(plan.scorecard, 0, cell.query.organization, cell.as_of());
    if (days.has_value()) {
      plan.days = plan.questions.size();
      plan.questions.push_back(*std::move(days));
    }
    OKAPI_ASSIGN_OR_RETURN(auto years, YearsQuestion(cell.query, one, cell.as_of()));
    if (years.has_value()) {
      plan.years = plan.questions.size();
      plan.questions.push_back(*std::move(years));
    }
  }
  const Period& period = plan.scorecard.periods.back();
  if (period.type() > kpi.frequency() && kpi.targets_size() > 0) {
    plan.target_parts = plan.questions.size();
    AggregateKpiRequest& parts = plan.questions.emplace_back(Ask(cell, kpi)).request;
    parts.set_period_type(kpi.frequency());
    *parts.mutable_start_time() = period.start_time();
    *parts.mutable_end_time() = period.end_time();
  }
  plan.coverage_first = plan.questions.size();
  AskParts(cell, kpi, period, plan.questions);
  OKAPI_ASSIGN_OR_RETURN(
      plan.same_parts,
      PlanSameParts(cell.query, plan.scorecard, one.settings.value.calendar(), cell.as_of()));
  plan.questions.insert(plan.questions.end(), plan.same_parts.questions.begin(),
                        plan.same_parts.questions.end());
  return plan;
}

}  // namespace okapi::reporting
