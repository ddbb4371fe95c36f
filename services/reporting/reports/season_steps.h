#pragma once

#include "common/calendar/calendar.h"
#include "okapi/reporting/v1/number_explanation.pb.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// Explains the season of the place that the explanation's period has in its year, as the report on
// the KPI shows it; `years` answers YearsQuestion. Adds nothing where there is none.
void ExplainSeason(const KpiAnswer& years, const calendar::Calendar& calendar,
                   okapi::reporting::v1::KpiExplanation& explanation);

}  // namespace okapi::reporting
