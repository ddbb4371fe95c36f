#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "okapi/common/v1/scoring.pb.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// A forecast of a KPI's number at the end of a period is made of the period's days: of the total
// after each day where amounts add up (SUM and COUNT), of the days' own numbers otherwise. The
// rules are in common/scoring/forecast.h.

// Asks for the days of the plan's last period up to `as_of`; nullopt when that is over, or a day.
std::optional<KpiQuestion> ForecastQuestion(const ScorecardPlan& plan, size_t kpi,
                                            const std::string& organization, absl::Time as_of);

// `days` answers the question. `target` is that of the whole period. nullopt when nobody can know.
std::optional<okapi::common::v1::Forecast> ForecastKpi(const okapi::metrics::v1::Kpi& kpi,
                                                       const okapi::common::v1::Period& period,
                                                       const KpiAnswer& days,
                                                       std::optional<double> target,
                                                       absl::Time as_of);

}  // namespace okapi::reporting
