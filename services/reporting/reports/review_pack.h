#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
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
  // Empty: of any.
  std::string team;

  // INVALID_ARGUMENT naming the fields that the annotations of the request cannot check.
  static absl::StatusOr<ReviewQuery> Parse(
      const okapi::reporting::v1::GetReviewPackRequest& request, absl::Time now);
  bool Holds(absl::Time time) const { return start <= time && time < end; }
};

// Asks for the number of every KPI that is looked at in the period that holds the start, as it was
// known by samples up to then, and then for those at the end.
std::vector<KpiQuestion> ReviewQuestions(const ReviewQuery& query,
                                         const KpiDefinitions& definitions);

// Asks for what was said about KPIs between both times. The answer is remembered without an end
// that is now: so it is the same question's an hour later.
KpiCommentsQuestion ReviewComments(const ReviewQuery& query);

// `answers` are in the order of the questions, `comments` are on all KPIs.
okapi::reporting::v1::ReviewPack BuildReviewPack(
    const ReviewQuery& query, const KpiDefinitions& definitions,
    const std::vector<KpiQuestion>& questions, const std::vector<KpiAnswer>& answers,
    const KpiComments& comments, const GoalsAnswers& goals, const GoalsActivity& activity,
    const DecisionLog& decisions);

}  // namespace okapi::reporting
