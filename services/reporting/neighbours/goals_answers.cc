#include "services/reporting/neighbours/goals_answers.h"

#include "common/rpc/retry.h"
#include "services/reporting/neighbours/freshness.h"

namespace okapi::reporting {

absl::Status GoalsAnswers::Refusal() const {
  for (const absl::Status* problem :
       {&organization.problem, &objectives.problem, &key_results.problem, &initiatives.problem,
        &cycles.problem, &teams.problem, &members.problem}) {
    if (!problem->ok() && !rpc::MayPass(*problem)) return *problem;
  }
  return absl::OkStatus();
}

okapi::reporting::v1::Source SourceOf(const GoalsAnswers& answers) {
  Freshness freshness;
  freshness.Add(answers.organization);
  freshness.Add(answers.objectives);
  freshness.Add(answers.key_results);
  freshness.Add(answers.initiatives);
  freshness.Add(answers.cycles);
  freshness.Add(answers.teams);
  freshness.Add(answers.members);
  okapi::reporting::v1::Source source = freshness.ToSource("goals");
  source.set_note(answers.other_time);
  return source;
}

}  // namespace okapi::reporting
