#pragma once

#include "okapi/reporting/v1/resources.pb.h"
#include "services/reporting/reports/okr_report.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// Sorts the rows of a scorecard into groups, by the names people call them; what belongs to none
// comes last. A KPI's breakdown stays behind it. `goals` knows what teams, owners and objectives
// are called, and which objectives a KPI drives; what it does not know is called by its id. The
// values of a label are called as KPIs declare them: one group each, whoever has a name for it.
void GroupRows(const ScorecardQuery& query, const GoalsAnswers& goals,
               okapi::reporting::v1::Scorecard& scorecard);

}  // namespace okapi::reporting
