#pragma once

#include "absl/types/span.h"
#include "common/calendar/calendar.h"
#include "okapi/reporting/v1/number_explanation.pb.h"
#include "services/reporting/neighbours/kpi_questions.h"
#include "services/reporting/reports/explained_cell.h"

// Explains what rests on the parts of a period: adds to the inputs and steps of the explanation.
namespace okapi::reporting {

// Which target it is; of a period longer than the KPI's own, of which ones it is made. `parts`
// answers for those, and is null where there are none.
void ExplainTarget(const ExplainedCell& cell, const KpiAnswer* parts,
                   const calendar::Calendar& calendar,
                   okapi::reporting::v1::KpiExplanation& explanation);

// In how many parts of the period there are samples. `parts` answers for those that have begun.
void ExplainCoverage(absl::Time as_of, absl::Span<const KpiAnswer> parts,
                     okapi::reporting::v1::KpiExplanation& explanation);

}  // namespace okapi::reporting
