#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/scoring/period_forecast.h"
#include "okapi/common/v1/scoring.pb.h"
#include "okapi/reporting/v1/resources.pb.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// A forecast is of the number that the KPI will have for the whole period, by its own aggregation.
// It is made of the days of the period and of the number so far; the rules are in
// common/scoring/forecast.h and period_forecast.h.

// How a KPI's number comes about in a period.
enum class ForecastWay {
  // SUM and COUNT: the days add up.
  kTotal,
  // LAST: it is where the last day leaves it.
  kStock,
  // AVERAGE and RATIO_OF_SUMS: all days are in it, with their weights.
  kMean,
  // MIN and MAX: one day decides.
  kSmallest,
  kLargest,
};

// What a forecast is made of.
struct ForecastBasis {
  ForecastWay way = ForecastWay::kTotal;
  // The days with a number; of kTotal the total after each. What a day weighs is told by its
  // samples.
  std::vector<scoring::DayNumber> days;
  // The period's number by now.
  double so_far = 0;
  // A number of days that were never negative is not negative, nor is a share of more than all; but
  // an amount of money can always run out.
  scoring::Range possible;
};

// Asks for the days of a period up to `as_of`; nullopt when that is over, or a day.
std::optional<okapi::metrics::v1::AggregateKpiRequest> DaysOf(
    const std::string& kpi, const okapi::common::v1::Period& period, absl::Time as_of);

// The same of the plan's last period.
std::optional<KpiQuestion> ForecastQuestion(const ScorecardPlan& plan, size_t kpi,
                                            const std::string& organization, absl::Time as_of);

// From the answer about the days and the period's number by now. A FORMULA is taken for what its
// numbers show: a total when those of the days add up to it, a mean (of days that weigh the same)
// when it lies between them; of any other nobody knows how it goes on. nullopt then, and without a
// number.
std::optional<ForecastBasis> BasisOf(const okapi::metrics::v1::Kpi& kpi,
                                     const okapi::metrics::v1::AggregateKpiResponse& days,
                                     std::optional<double> so_far, absl::Time as_of);

// Where that leads. `cell` is the KPI's in the period, with the target of the whole period. nullopt
// when nobody can know. `parts`, if wanted, says how it is made.
std::optional<okapi::common::v1::Forecast> ForecastOf(
    const ForecastBasis& basis, const okapi::metrics::v1::Kpi& kpi,
    const okapi::common::v1::Period& period, const okapi::reporting::v1::ScorecardCell& cell,
    absl::Time as_of, scoring::ForecastParts* parts = nullptr);

// Both, from the answer about the days and the cell's number so far.
std::optional<okapi::common::v1::Forecast> ForecastKpi(
    const okapi::metrics::v1::Kpi& kpi, const okapi::common::v1::Period& period,
    const okapi::metrics::v1::AggregateKpiResponse& days,
    const okapi::reporting::v1::ScorecardCell& cell, absl::Time as_of,
    scoring::ForecastParts* parts = nullptr);

}  // namespace okapi::reporting
