#pragma once

#include "okapi/reporting/v1/review_pack.pb.h"
#include "services/reporting/reports/review_pack.h"

namespace okapi::reporting {

// What people did to goals within the query's time: wrote, closed, retargeted, reported, said.
// Taken from what the resources themselves remember; the rest is told by change_events.h.
void AddGoalEvents(const ReviewQuery& query, const GoalsAnswers& goals,
                   const GoalsActivity& activity, okapi::reporting::v1::ReviewPack& pack);

// What people did to KPIs: defined, signed off, computed in another way, said about them.
void AddKpiEvents(const ReviewQuery& query, const KpiDefinitions& definitions,
                  const KpiComments& comments, okapi::reporting::v1::ReviewPack& pack);

// What people decided, and whether it worked. With a team: on what the pack tells of already.
void AddDecisionEvents(const ReviewQuery& query, const DecisionLog& decisions,
                       okapi::reporting::v1::ReviewPack& pack);

// By time, then by resource.
void SortEvents(okapi::reporting::v1::ReviewPack& pack);

}  // namespace okapi::reporting
