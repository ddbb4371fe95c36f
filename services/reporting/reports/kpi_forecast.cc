#include "services/reporting/reports/kpi_forecast.h"

#include <algorithm>
#include <vector>

#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "common/scoring/forecast.h"
#include "services/reporting/reports/scorecard.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::Forecast;
using okapi::common::v1::Period;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiValue;

bool IsTotal(const Kpi& kpi) {
  return kpi.aggregation() == okapi::metrics::v1::SUM ||
         kpi.aggregation() == okapi::metrics::v1::COUNT;
}

// A day without samples is no point: missing is not zero.
std::vector<scoring::ForecastPoint> PointsOf(const KpiAnswer& days, bool total, absl::Time as_of) {
  std::vector<scoring::ForecastPoint> points;
  if (days.value.groups().empty()) return points;
  double sum = 0;
  for (const KpiValue& day : days.value.groups(0).values()) {
    if (!day.has_value()) continue;
    sum += day.value();
    points.push_back(
        {std::min(api::FromTimestamp(day.period().end_time()), as_of), total ? sum : day.value()});
  }
  return points;
}

}  // namespace

std::optional<KpiQuestion> ForecastQuestion(const ScorecardPlan& plan, size_t kpi,
                                            const std::string& organization, absl::Time as_of) {
  if (plan.periods.empty()) return std::nullopt;
  const Period& last = plan.periods.back();
  if (IsOver(last, as_of) || last.type() == okapi::common::v1::DAY) return std::nullopt;
  KpiQuestion question;
  question.kpi = kpi;
  question.request.set_name(plan.kpis[kpi].name());
  question.request.set_period_type(okapi::common::v1::DAY);
  *question.request.mutable_start_time() = last.start_time();
  question.key = AnswerKey{organization, "AggregateKpi/days", api::StableBytes(question.request)};
  *question.request.mutable_end_time() = api::ToTimestamp(as_of);
  return question;
}

std::optional<Forecast> ForecastKpi(const Kpi& kpi, const Period& period, const KpiAnswer& days,
                                    std::optional<double> target, absl::Time as_of) {
  const bool total = IsTotal(kpi);
  const std::vector<scoring::ForecastPoint> points = PointsOf(days, total, as_of);
  scoring::ForecastInput input;
  input.points = points;
  input.start = api::FromTimestamp(period.start_time());
  input.end = api::FromTimestamp(period.end_time());
  input.now = as_of;
  input.additive = total;
  if (kpi.direction() == okapi::common::v1::DECREASE) {
    input.aim.max = target;
  } else {
    input.aim.min = target;
  }
  return scoring::ForecastEnd(input);
}

}  // namespace okapi::reporting
