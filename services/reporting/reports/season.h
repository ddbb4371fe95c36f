#pragma once

#include "okapi/common/v1/calendar.pb.h"
#include "okapi/reporting/v1/kpi_report.pb.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// How many periods of the kind a year has; 0 for kinds that have no place in the year.
int PlacesInYear(okapi::common::v1::PeriodType type);

// Adds the factor of every place. `years` holds the numbers of whole years, from the first period
// of the first on. A year with a gap, or whose mean is not positive, says nothing; two must be
// left.
void AddSeason(okapi::common::v1::PeriodType type, const KpiAnswer& years,
               okapi::reporting::v1::KpiReport& report);

}  // namespace okapi::reporting
