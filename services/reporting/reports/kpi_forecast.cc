#include "services/reporting/reports/kpi_forecast.h"

#include <algorithm>

#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "services/reporting/reports/scorecard.h"

namespace okapi::reporting {

using okapi::common::v1::Forecast;
using okapi::common::v1::Period;
using okapi::metrics::v1::AggregateKpiRequest;
using okapi::metrics::v1::AggregateKpiResponse;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiValue;

bool IsForecastOfTotal(const Kpi& kpi) {
  return kpi.aggregation() == okapi::metrics::v1::SUM ||
         kpi.aggregation() == okapi::metrics::v1::COUNT;
}

// A day without samples is no point: missing is not zero.
std::vector<scoring::ForecastPoint> ForecastPoints(const Kpi& kpi, const AggregateKpiResponse& days,
                                                   absl::Time as_of) {
  const bool total = IsForecastOfTotal(kpi);
  std::vector<scoring::ForecastPoint> points;
  if (days.groups().empty()) return points;
  double sum = 0;
  for (const KpiValue& day : days.groups(0).values()) {
    if (!day.has_value()) continue;
    sum += day.value();
    points.push_back(
        {std::min(api::FromTimestamp(day.period().end_time()), as_of), total ? sum : day.value()});
  }
  return points;
}

std::optional<AggregateKpiRequest> DaysOf(const std::string& kpi, const Period& period,
                                          absl::Time as_of) {
  if (IsOver(period, as_of) || period.type() == okapi::common::v1::DAY) return std::nullopt;
  AggregateKpiRequest request;
  request.set_name(kpi);
  request.set_period_type(okapi::common::v1::DAY);
  *request.mutable_start_time() = period.start_time();
  *request.mutable_end_time() = api::ToTimestamp(as_of);
  return request;
}

std::optional<KpiQuestion> ForecastQuestion(const ScorecardPlan& plan, size_t kpi,
                                            const std::string& organization, absl::Time as_of) {
  if (plan.periods.empty()) return std::nullopt;
  auto days = DaysOf(plan.kpis[kpi].name(), plan.periods.back(), as_of);
  if (!days.has_value()) return std::nullopt;
  KpiQuestion question;
  question.kpi = kpi;
  question.request = *days;
  days->clear_end_time();  // Of now: the answer of a moment ago may stand in.
  question.key = AnswerKey{organization, "AggregateKpi/days", api::StableBytes(*days)};
  return question;
}

std::optional<Forecast> ForecastKpi(const Kpi& kpi, const Period& period,
                                    const AggregateKpiResponse& days, std::optional<double> target,
                                    absl::Time as_of, scoring::ForecastParts* parts) {
  const std::vector<scoring::ForecastPoint> points = ForecastPoints(kpi, days, as_of);
  scoring::ForecastInput input;
  input.points = points;
  input.start = api::FromTimestamp(period.start_time());
  input.end = api::FromTimestamp(period.end_time());
  input.now = as_of;
  input.additive = IsForecastOfTotal(kpi);
  if (kpi.direction() == okapi::common::v1::DECREASE) {
    input.aim.max = target;
  } else {
    input.aim.min = target;
  }
  return scoring::ForecastEnd(input, parts);
}

}  // namespace okapi::reporting
