#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/scoring/forecast.h"
#include "okapi/common/v1/scoring.pb.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// A forecast of a KPI's number at the end of a period is made of the period's days: of the total
// after each day where amounts add up (SUM and COUNT), of the days' own numbers otherwise. The
// rules are in common/scoring/forecast.h.

// Asks for the days of a period up to `as_of`; nullopt when that is over, or a day.
std::optional<okapi::metrics::v1::AggregateKpiRequest> DaysOf(
    const std::string& kpi, const okapi::common::v1::Period& period, absl::Time as_of);

// The same of the plan's last period.
std::optional<KpiQuestion> ForecastQuestion(const ScorecardPlan& plan, size_t kpi,
                                            const std::string& organization, absl::Time as_of);

// Whether the forecast's points are the total after each day; else they are the days' own numbers.
bool IsForecastOfTotal(const okapi::metrics::v1::Kpi& kpi);
// The points, from the answer about the days.
std::vector<scoring::ForecastPoint> ForecastPoints(
    const okapi::metrics::v1::Kpi& kpi, const okapi::metrics::v1::AggregateKpiResponse& days,
    absl::Time as_of);

// `days` answers the question. `target` is that of the whole period. nullopt when nobody can know.
// `parts`, if wanted, says how it is made.
std::optional<okapi::common::v1::Forecast> ForecastKpi(
    const okapi::metrics::v1::Kpi& kpi, const okapi::common::v1::Period& period,
    const okapi::metrics::v1::AggregateKpiResponse& days, std::optional<double> target,
    absl::Time as_of, scoring::ForecastParts* parts = nullptr);

}  // namespace okapi::reporting
