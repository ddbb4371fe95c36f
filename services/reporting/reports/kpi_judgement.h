#pragma once

#include <optional>

#include "absl/time/time.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "okapi/reporting/v1/number_explanation.pb.h"

namespace okapi::reporting {

// Goes on from the number of the explanation to its cell, which is there: how much is due, how much
// of that is attained, the verdict; with what went in and how it is computed.
void ExplainJudgement(absl::Time as_of, okapi::reporting::v1::KpiExplanation& explanation);

// And to the forecast, after that. `days` answers DaysOf (kpi_forecast.h). Nothing is added when
// nobody can know.
void ExplainForecast(const okapi::metrics::v1::AggregateKpiResponse& days, absl::Time as_of,
                     okapi::reporting::v1::KpiExplanation& explanation);

}  // namespace okapi::reporting
