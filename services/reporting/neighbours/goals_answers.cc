#include "services/reporting/neighbours/goals_answers.h"

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
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

namespace {

void AddUnknownTime(const GoalsAnswers& answers, okapi::reporting::v1::Source& source) {
  const std::string& name = answers.organization.value.calendar().time_zone();
  absl::TimeZone zone;  // UTC where it is not known.
  if (!name.empty() && absl::LoadTimeZone(name, &zone)) source.set_time_zone(name);
  *source.mutable_unknown_time() = api::ToTimestamp(*answers.unknown_time);
  source.set_note(
      absl::StrCat("objectives are as they are now; nothing is known of what they were at ",
                   absl::FormatTime("%Y-%m-%d %H:%M %Ez", *answers.unknown_time, zone)));
}

}  // namespace

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
  if (answers.unknown_time.has_value()) AddUnknownTime(answers, source);
  return source;
}

}  // namespace okapi::reporting
