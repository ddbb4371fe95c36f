#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/reporting/neighbours/peoples_changes.h"
#include "services/reporting/reports/decision_log.h"
#include "services/reporting/reports/okr_report.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

// A checked request, defaults filled in.
struct ReviewQuery {
  std::string organization;
  absl::Time start;
  absl::Time end;
  // The end is now: the same question has another end a moment later.
  bool until_now = false;
  // So is the start, such as a day before.
  bool start_moves = false;
  // Empty: of any.
  std::string team;

  // INVALID_ARGUMENT naming the fields that the annotations of the request cannot check.
  static absl::StatusOr<ReviewQuery> Parse(
      const okapi::reporting::v1::GetReviewPackRequest& request, absl::Time now);
  bool Holds(absl::Time time) const { return start <= time && time < end; }
};

// Asks for what was said about KPIs between both times. The answer is remembered without a time
// that moves on with now: so it is the same question's an hour later.
KpiCommentsQuestion ReviewComments(const ReviewQuery& query);

// What the neighbours say. Of the changes only what everybody may see.
struct ReviewInputs {
  KpiDefinitions definitions;
  // Answers to the questions of PlanKpiMovements, in their order.
  std::vector<KpiAnswer> answers;
  // On all KPIs.
  KpiComments comments;
  GoalsAnswers goals;
  GoalsActivity activity;
  PeoplesChanges goal_changes;
  PeoplesChanges kpi_changes;
  // Of a team's review of old times: the objectives that changes are of and that are gone by now,
  // as they were at its end. Whose they were nothing else says.
  std::vector<okapi::goals::v1::Objective> gone;
  absl::Status gone_problem;
};

struct KpiMovementPlan;

okapi::reporting::v1::ReviewPack BuildReviewPack(const ReviewQuery& query,
                                                 const KpiMovementPlan& plan,
                                                 const ReviewInputs& inputs,
                                                 const DecisionLog& decisions);

}  // namespace okapi::reporting
