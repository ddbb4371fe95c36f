#pragma once

#include "okapi/reporting/v1/kpi_report.pb.h"

namespace okapi::reporting {

// Marks the periods of the report's row from which on the KPI is computed in another way than in
// the period before, and says what changed.
void AddDefinitionChanges(okapi::reporting::v1::KpiReport& report);

}  // namespace okapi::reporting
