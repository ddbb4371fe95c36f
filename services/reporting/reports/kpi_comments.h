#pragma once

#include <string>

#include "common/calendar/calendar.h"
#include "okapi/reporting/v1/kpi_report.pb.h"
#include "services/reporting/neighbours/kpi_questions.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// Asks for what AddComments may show: what belongs to the columns of the plan.
KpiCommentsQuestion CommentsQuestion(const ScorecardQuery& query, const ScorecardPlan& plan,
                                     const std::string& kpi);

// Adds the comments on the report's KPI that are about one of its periods, or that were said within
// them about none in particular.
void AddComments(const KpiComments& comments, const calendar::Calendar& calendar,
                 okapi::reporting::v1::KpiReport& report);

}  // namespace okapi::reporting
