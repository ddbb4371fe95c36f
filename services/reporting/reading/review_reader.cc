#include "services/reporting/reading/review_reader.h"

#include <algorithm>
#include <future>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "common/api/timestamp.h"
#include "common/rpc/call.h"
#include "common/rpc/retry.h"
#include "common/status/status_macros.h"
#include "services/reporting/reading/existence.h"
#include "services/reporting/reports/kpi_movements.h"
#include "services/reporting/reports/kpi_uses.h"
#include "services/reporting/reports/review_pack.h"

namespace okapi::reporting {

using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::GetReviewPackRequest;
using okapi::reporting::v1::ReviewPack;

namespace {

bool IsOfObjective(const std::string& name) { return absl::StrContains(name, "/objectives/"); }

// Up to when changes are read: what was done later is none of the review's.
std::optional<absl::Time> EndOf(const ReviewQuery& query) {
  return query.until_now ? std::nullopt : std::optional(query.end);
}

std::set<std::string> ObjectivesIn(const PeoplesChanges& changes) {
  std::set<std::string> objectives;
  for (const auto& record : changes.records) {
    for (const auto& change : record.changes()) {
      if (IsOfObjective(change.name())) objectives.insert(ObjectiveOf(change.name()));
    }
  }
  return objectives;
}

// What people changed in goals. What was done to an objective while everybody saw it is no more for
// everybody's eyes than the objective, once it is private.
PeoplesChanges ReadGoalChanges(const Neighbours& neighbours, const ReviewQuery& query,
                               const GoalsAnswers& goals) {
  const absl::Status& heard = goals.objectives.problem;
  if (!heard.ok()) return {{}, rpc::MayPass(heard) ? heard : absl::OkStatus()};
  PeoplesChanges changes =
      neighbours.goals.ReadChanges(query.organization, query.start, EndOf(query));
  const std::set<std::string> objectives = ObjectivesIn(changes);
  if (objectives.empty()) return changes;
  const auto hidden = neighbours.goals.FindHidden(query.organization, rpc::kAnonymous, objectives);
  if (!hidden.ok()) return {{}, hidden.status()};
  for (auto& record : changes.records) {
    auto& all = *record.mutable_changes();
    all.erase(std::remove_if(all.begin(), all.end(),
                             [&](const auto& change) {
                               const auto found = hidden->find(ObjectiveOf(change.name()));
                               // Of what nobody could be asked about nothing is told.
                               return IsOfObjective(change.name()) &&
                                      (found == hidden->end() || found->second);
                             }),
              all.end());
  }
  return changes;
}

// What people changed in both services, asked at once, for either may take as long as work may.
void ReadChanges(const Neighbours& neighbours, const ReviewQuery& query, ReviewInputs& inputs) {
  inputs.kpi_changes.problem = inputs.definitions.Problem();
  std::future<PeoplesChanges> of_kpis;
  if (inputs.kpi_changes.problem.ok()) {
    of_kpis = std::async(std::launch::async, [&neighbours, &query] {
      return neighbours.metrics.ReadChanges(query.organization, query.start, EndOf(query));
    });
  }
  inputs.goal_changes = ReadGoalChanges(neighbours, query, inputs.goals);
  if (of_kpis.valid()) inputs.kpi_changes = of_kpis.get();
}

// Of one until now the changes themselves tell how what is gone was.
void ReadGone(const Neighbours& neighbours, const ReviewQuery& query, ReviewInputs& inputs) {
  if (query.team.empty() || query.until_now) return;
  std::set<std::string> gone = ObjectivesIn(inputs.goal_changes);
  for (const auto& there : inputs.goals.objectives.value.objectives()) gone.erase(there.name());
  if (gone.empty()) return;
  GetOkrReportRequest then;
  then.set_name(query.organization);
  *then.mutable_as_of_time() = api::ToTimestamp(query.end - absl::Microseconds(1));
  const GoalsAnswers answers = neighbours.goals.Read(then);
  inputs.gone_problem = answers.objectives.problem;
  for (const auto& objective : answers.objectives.value.objectives()) {
    if (gone.contains(objective.name())) inputs.gone.push_back(objective);
  }
}

}  // namespace

absl::StatusOr<ReviewPack> ReadReviewPack(const Neighbours& neighbours,
                                          const DecisionLog& decisions,
                                          const GetReviewPackRequest& request) {
  OKAPI_ASSIGN_OR_RETURN(const ReviewQuery query,
                         ReviewQuery::Parse(request, neighbours.runtime.clock.Now()));
  return ReadReviewPack(neighbours, decisions, query);
}

absl::StatusOr<ReviewPack> ReadReviewPack(const Neighbours& neighbours,
                                          const DecisionLog& decisions, const ReviewQuery& query) {
  GetOkrReportRequest all;
  all.set_name(query.organization);
  ReviewInputs inputs;
  inputs.goals = neighbours.goals.Read(all);
  inputs.definitions = neighbours.metrics.ReadDefinitions(query.organization);
  const absl::Status refusal = inputs.goals.Refusal();
  if (!refusal.ok() && !HasKpisOnly(refusal, inputs.definitions)) return refusal;
  inputs.activity = neighbours.goals.ReadActivity(inputs.goals);
  const absl::Status problem = inputs.definitions.Problem();
  if (!problem.ok() && !rpc::MayPass(problem)) return problem;
  OKAPI_RETURN_IF_ERROR(CheckTeam(neighbours, inputs.definitions, query.team));
  const KpiMovementPlan plan = PlanKpiMovements(query, inputs.definitions);
  inputs.answers = (problem.ok() ? neighbours.metrics.Ask(query.organization, plan.questions)
                                 : neighbours.metrics.Recall(plan.questions, problem))
                       .answers;
  const KpiCommentsQuestion said = ReviewComments(query);
  inputs.comments = problem.ok() ? neighbours.metrics.ReadComments(said)
                                 : neighbours.metrics.RecallComments(said, problem);
  ReadChanges(neighbours, query, inputs);
  ReadGone(neighbours, query, inputs);
  return BuildReviewPack(query, plan, inputs, decisions);
}

}  // namespace okapi::reporting
