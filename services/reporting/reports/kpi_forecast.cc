#include "services/reporting/reports/kpi_forecast.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "services/reporting/reports/kpi_definition.h"
#include "services/reporting/reports/scorecard.h"

namespace okapi::reporting {

using okapi::common::v1::Forecast;
using okapi::common::v1::Period;
using okapi::metrics::v1::AggregateKpiRequest;
using okapi::metrics::v1::AggregateKpiResponse;
using okapi::metrics::v1::Aggregation;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiValue;
using okapi::reporting::v1::ScorecardCell;

namespace {

// Sums of days are compared with those of periods, which are added up in another order.
constexpr double kMargin = 1e-9;

std::optional<double> NumberOf(const ScorecardCell& cell) {
  return cell.has_actual() ? std::optional<double>(cell.actual()) : std::nullopt;
}

// A day without samples is none: missing is not zero.
std::vector<scoring::DayNumber> NumbersOf(const AggregateKpiResponse& days, absl::Time as_of) {
  std::vector<scoring::DayNumber> numbers;
  if (days.groups().empty()) return numbers;
  for (const KpiValue& day : days.groups(0).values()) {
    if (!day.has_value()) continue;
    numbers.push_back({std::min(api::FromTimestamp(day.period().end_time()), as_of), day.value(),
                       static_cast<double>(std::max<int64_t>(day.sample_count(), 1))});
  }
  return numbers;
}

std::optional<ForecastWay> WayOfFormula(const std::vector<scoring::DayNumber>& days,
                                        double so_far) {
  double sum = 0;
  double size = 1;
  for (const scoring::DayNumber& day : days) {
    sum += day.value;
    size += std::abs(day.value);
  }
  if (std::abs(sum - so_far) <= kMargin * size) return ForecastWay::kTotal;
  const auto [least, most] = std::minmax_element(
      days.begin(), days.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
  const bool between = least->value <= so_far && so_far <= most->value;
  return between ? std::optional(ForecastWay::kMean) : std::nullopt;
}

// Precondition: there are days.
std::optional<ForecastWay> WayOf(Aggregation aggregation,
                                 const std::vector<scoring::DayNumber>& days, double so_far) {
  switch (aggregation) {
    case okapi::metrics::v1::SUM:
    case okapi::metrics::v1::COUNT:
      return ForecastWay::kTotal;
    case okapi::metrics::v1::LAST:
      return ForecastWay::kStock;
    case okapi::metrics::v1::AVERAGE:
    case okapi::metrics::v1::RATIO_OF_SUMS:
      return ForecastWay::kMean;
    case okapi::metrics::v1::MIN:
      return ForecastWay::kSmallest;
    case okapi::metrics::v1::MAX:
      return ForecastWay::kLargest;
    case okapi::metrics::v1::FORMULA:
      return WayOfFormula(days, so_far);
    default:
      return std::nullopt;
  }
}

scoring::Range PossibleOf(const Kpi& kpi, const ForecastBasis& basis) {
  // What is left of money may be less than nothing, what was paid on the average may not.
  const bool debt = basis.way == ForecastWay::kStock && !kpi.unit().currency_code().empty();
  const auto [least, most] =
      std::minmax_element(basis.days.begin(), basis.days.end(),
                          [](const auto& a, const auto& b) { return a.value < b.value; });
  scoring::Range possible =
      scoring::PossibleOf(std::min(least->value, basis.so_far), std::max(most->value, basis.so_far),
                          kpi.unit().percent());
  if (debt) possible.min.reset();
  return possible;
}

scoring::Range AimOf(const Kpi& kpi, const ScorecardCell& cell) {
  scoring::Range aim;
  if (!cell.has_target()) return aim;
  const bool decrease = kpi.direction() == okapi::common::v1::DECREASE;
  (decrease ? aim.max : aim.min) = cell.target();
  if (cell.has_target_max()) aim.max = cell.target_max();
  return aim;
}

// Of a number that goes its way through the period.
std::optional<Forecast> ForecastOfWay(const ForecastBasis& basis, scoring::ForecastInput input,
                                      scoring::ForecastParts* parts) {
  std::vector<scoring::ForecastPoint> points;
  for (const scoring::DayNumber& day : basis.days) points.push_back({day.time, day.value});
  input.points = points;
  input.additive = basis.way == ForecastWay::kTotal;
  input.from_last = basis.way == ForecastWay::kStock;
  if (input.from_last) input.possible = basis.possible;
  return scoring::ForecastEnd(input, parts);
}

}  // namespace

std::optional<ForecastBasis> BasisOf(const Kpi& kpi, const AggregateKpiResponse& days,
                                     std::optional<double> so_far, absl::Time as_of) {
  ForecastBasis basis;
  basis.days = NumbersOf(days, as_of);
  if (basis.days.empty() || !so_far.has_value()) return std::nullopt;
  basis.so_far = *so_far;
  // By the definition of the first day, as the number of the period is.
  const Aggregation aggregation = AggregationOf(kpi, days.groups(0).values(0));
  const auto way = WayOf(aggregation, basis.days, basis.so_far);
  if (!way.has_value()) return std::nullopt;
  basis.way = *way;
  basis.possible = PossibleOf(kpi, basis);
  double sum = 0;
  for (scoring::DayNumber& day : basis.days) {
    if (basis.way == ForecastWay::kTotal) day.value = sum += day.value;
    // The counts of a formula's operands say nothing of its weights.
    if (aggregation == okapi::metrics::v1::FORMULA) day.weight = 1;
  }
  return basis;
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

std::optional<Forecast> ForecastOf(const ForecastBasis& basis, const Kpi& kpi, const Period& period,
                                   const ScorecardCell& cell, absl::Time as_of,
                                   scoring::ForecastParts* parts) {
  const absl::Time start = api::FromTimestamp(period.start_time());
  const absl::Time end = api::FromTimestamp(period.end_time());
  const scoring::Range aim = AimOf(kpi, cell);
  const bool way = basis.way == ForecastWay::kTotal || basis.way == ForecastWay::kStock;
  if (way) {
    return ForecastOfWay(basis, {.start = start, .end = end, .now = as_of, .aim = aim}, parts);
  }
  const scoring::PeriodForecastInput input = {basis.days, basis.so_far,   start, end,
                                              as_of,      basis.possible, aim};
  if (basis.way == ForecastWay::kMean) return scoring::ForecastMean(input, parts);
  return scoring::ForecastExtreme(input, basis.way == ForecastWay::kLargest, parts);
}

std::optional<Forecast> ForecastKpi(const Kpi& kpi, const Period& period,
                                    const AggregateKpiResponse& days, const ScorecardCell& cell,
                                    absl::Time as_of, scoring::ForecastParts* parts) {
  const std::optional<ForecastBasis> basis = BasisOf(kpi, days, NumberOf(cell), as_of);
  return basis.has_value() ? ForecastOf(*basis, kpi, period, cell, as_of, parts) : std::nullopt;
}

}  // namespace okapi::reporting
