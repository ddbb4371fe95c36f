#pragma once

#include "absl/types/span.h"
#include "common/calendar/calendar.h"
#include "okapi/reporting/v1/number_explanation.pb.h"
#include "services/reporting/reports/cell_explanation.h"

// Explains where a number came from and where it goes: adds to the inputs and steps of the
// explanation.
namespace okapi::reporting {

// To the period before, and to a year ago.
void ExplainChanges(const ExplainedCellPlan& plan, const std::vector<KpiAnswer>& answers,
                    const ExplainedRows& rows, const calendar::Calendar& calendar,
                    okapi::reporting::v1::KpiExplanation& explanation);

// Over the columns of the report.
void ExplainTrend(absl::Span<const okapi::common::v1::Period> columns,
                  const okapi::reporting::v1::ScorecardRow& row,
                  okapi::reporting::v1::KpiExplanation& explanation);

// What a member did to the last change.
void ExplainContribution(absl::Span<const okapi::common::v1::Period> columns,
                         const ExplainedRows& rows,
                         okapi::reporting::v1::KpiExplanation& explanation);

}  // namespace okapi::reporting
