#include "services/reporting/reading/review_reader.h"

#include "common/rpc/retry.h"
#include "common/status/status_macros.h"
#include "services/reporting/reading/existence.h"
#include "services/reporting/reports/review_pack.h"

namespace okapi::reporting {

using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::GetReviewPackRequest;
using okapi::reporting::v1::ReviewPack;

absl::StatusOr<ReviewPack> ReadReviewPack(const Neighbours& neighbours,
                                          const DecisionLog& decisions,
                                          const GetReviewPackRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(const ReviewQuery query,
                         ReviewQuery::Parse(request, neighbours.runtime.clock.Now()));
  GetOkrReportRequest all;
  all.set_name(request.name());
  const GoalsAnswers goals = neighbours.goals.Read(all);
  const KpiDefinitions definitions = neighbours.metrics.ReadDefinitions(query.organization);
  const absl::Status refusal = goals.Refusal();
  if (!refusal.ok() && !HasKpisOnly(refusal, definitions)) return refusal;
  const GoalsActivity activity = neighbours.goals.ReadActivity(goals);
  const absl::Status problem = definitions.Problem();
  if (!problem.ok() && !rpc::MayPass(problem)) return problem;
  OKAPI_RETURN_IF_ERROR(CheckTeam(neighbours, definitions, query.team));
  const std::vector<KpiQuestion> questions = ReviewQuestions(query, definitions);
  const KpiAnswers answers = problem.ok() ? neighbours.metrics.Ask(query.organization, questions)
                                          : neighbours.metrics.Recall(questions, problem);
  const KpiCommentsQuestion said = ReviewComments(query);
  const KpiComments comments = problem.ok() ? neighbours.metrics.ReadComments(said)
                                            : neighbours.metrics.RecallComments(said, problem);
  return BuildReviewPack(query, definitions, questions, answers.answers, comments, goals, activity,
                         decisions);
}

}  // namespace okapi::reporting
