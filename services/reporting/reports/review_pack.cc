#include "services/reporting/reports/review_pack.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "common/rpc/retry.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/neighbours/freshness.h"
#include "services/reporting/reports/change_events.h"
#include "services/reporting/reports/kpi_movements.h"
#include "services/reporting/reports/kpi_uses.h"
#include "services/reporting/reports/named_people.h"
#include "services/reporting/reports/report_time.h"
#include "services/reporting/reports/review_events.h"

namespace okapi::reporting {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Pace;
using okapi::reporting::v1::GetReviewPackRequest;
using okapi::reporting::v1::Movement;
using okapi::reporting::v1::ReviewPack;

// The last value of the way before the time.
std::optional<double> ValueBefore(const Pace& pace, absl::Time time) {
  std::optional<double> value;
  for (const Pace::Point& point : pace.points()) {
    if (api::FromTimestamp(point.time()) < time) value = point.value();
  }
  return value;
}

void AddKeyResultMovement(const KeyResult& key_result, const Pace& pace, const ReviewQuery& query,
                          ReviewPack& pack) {
  const std::optional<double> from = ValueBefore(pace, query.start);
  const std::optional<double> to = ValueBefore(pace, query.end);
  if (from == to) return;
  Movement* movement = pack.add_movements();
  movement->set_resource(key_result.name());
  movement->set_display_name(key_result.display_name());
  if (key_result.has_unit()) *movement->mutable_unit() = key_result.unit();
  if (from.has_value()) movement->set_start_value(*from);
  if (to.has_value()) movement->set_end_value(*to);
  movement->set_status(key_result.progress().status());
}

// Where a number or what was done belongs to an objective, says to which.
void NameObjectives(const GoalsAnswers& goals, ReviewPack& pack) {
  std::map<std::string, std::string> words;
  for (const Objective& objective : goals.objectives.value.objectives()) {
    words[objective.name()] = objective.display_name();
  }
  const auto name = [&words](auto& entries) {
    for (auto& entry : entries) {
      const std::string objective = ObjectiveOf(entry.resource());
      const auto found = objective == entry.resource() ? words.end() : words.find(objective);
      if (found != words.end()) entry.set_objective_display_name(found->second);
    }
  };
  name(*pack.mutable_movements());
  name(*pack.mutable_events());
}

// OK when all comments were read, else what is missing.
absl::Status CutOff(const KpiComments& comments) {
  const auto& read = comments.value.kpi_comments();
  if (comments.value.next_page_token().empty() || read.empty()) return absl::OkStatus();
  const std::string& last = read.rbegin()->name();
  return absl::OutOfRangeError(absl::StrCat("there are more than ", read.size(),
                                            " comments on KPIs between these times; ",
                                            "those behind '", last, "', by name, were not read"));
}

// Of something that is not remembered.
void AddOutcome(const absl::Status& outcome, Freshness& freshness) {
  if (outcome.ok()) return;
  freshness.Add(std::nullopt, outcome);
  if (rpc::MayPass(outcome)) freshness.AddUnknown();
}

Freshness MetricsFreshness(const ReviewInputs& inputs) {
  Freshness freshness;
  freshness.Add(inputs.definitions.settings);
  freshness.Add(inputs.definitions.kpis);
  for (const KpiAnswer& answer : inputs.answers) freshness.Add(answer);
  freshness.Add(inputs.comments);
  freshness.Add(std::nullopt, CutOff(inputs.comments));
  AddOutcome(inputs.kpi_changes.problem, freshness);
  return freshness;
}

Freshness GoalsFreshness(const ReviewInputs& inputs) {
  Freshness freshness;
  freshness.Add(inputs.goals.objectives);
  freshness.Add(inputs.goals.key_results);
  freshness.Add(inputs.goals.initiatives);
  const auto add = [&freshness](const auto& outcomes) {
    for (const auto& outcome : outcomes) AddOutcome(outcome.status(), freshness);
  };
  add(inputs.activity.check_ins);
  add(inputs.activity.paces);
  add(inputs.activity.comments);
  AddOutcome(inputs.goal_changes.problem, freshness);
  AddOutcome(inputs.gone_problem, freshness);
  return freshness;
}

}  // namespace

absl::StatusOr<ReviewQuery> ReviewQuery::Parse(const GetReviewPackRequest& request,
                                               absl::Time now) {
  ReviewQuery query;
  query.organization = request.name();
  query.team = request.team();
  query.start = api::FromTimestamp(request.start_time());
  query.end = request.has_end_time() ? api::FromTimestamp(request.end_time()) : now;
  query.until_now = !request.has_end_time();
  status::FieldViolations violations;
  CheckReportTime("start_time", query.start, violations);
  if (request.has_end_time()) CheckReportTime("end_time", query.end, violations);
  if (request.has_end_time() ? query.end <= query.start : query.start >= now) {
    violations.Add(request.has_end_time() ? "end_time" : "start_time",
                   request.has_end_time() ? "must lie after `start_time`" : "must lie in the past");
  }
  if (!query.team.empty() && api::OrganizationOf(query.team) != query.organization) {
    violations.Add("team", "must belong to the organization of the review");
  }
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  return query;
}

KpiCommentsQuestion ReviewComments(const ReviewQuery& query) {
  KpiCommentsQuestion question;
  question.request.set_parent(absl::StrCat(query.organization, "/kpis/-"));
  if (!query.start_moves) *question.request.mutable_start_time() = api::ToTimestamp(query.start);
  if (!query.until_now) *question.request.mutable_end_time() = api::ToTimestamp(query.end);
  question.key =
      AnswerKey{query.organization, "ListKpiComments", api::StableBytes(question.request)};
  *question.request.mutable_start_time() = api::ToTimestamp(query.start);
  *question.request.mutable_end_time() = api::ToTimestamp(query.end);
  return question;
}

ReviewPack BuildReviewPack(const ReviewQuery& query, const KpiMovementPlan& plan,
                           const ReviewInputs& inputs, const DecisionLog& decisions) {
  const GoalsAnswers& goals = inputs.goals;
  ReviewPack pack;
  pack.set_organization(query.organization);
  *pack.mutable_start_time() = api::ToTimestamp(query.start);
  *pack.mutable_end_time() = api::ToTimestamp(query.end);
  AddKpiMovements(query, inputs.definitions, plan, inputs.answers, pack);
  std::map<std::string, const Objective*> objectives;
  for (const Objective& objective : goals.objectives.value.objectives()) {
    if (query.team.empty() || objective.team() == query.team) {
      objectives[objective.name()] = &objective;
    }
  }
  const auto& key_results = goals.key_results.value.key_results();
  for (int i = 0; i < key_results.size(); ++i) {
    const auto& pace = inputs.activity.paces[static_cast<size_t>(i)];
    if (!pace.ok() || objectives.count(ObjectiveOf(key_results[i].name())) == 0) continue;
    AddKeyResultMovement(key_results[i], *pace, query, pack);
  }
  AddGoalEvents(query, goals, inputs.activity, pack);
  AddKpiEvents(query, inputs.definitions, inputs.comments, pack);
  const ReviewChanges changes{inputs.goal_changes.records, inputs.kpi_changes.records, inputs.gone};
  AddChangeEvents(query, goals, inputs.definitions, changes, pack);
  AddDecisionEvents(query, decisions, pack);
  SortEvents(pack);
  NameObjectives(goals, pack);
  const FormerNames names(changes);
  for (auto& event : *pack.mutable_events()) names.CallAsThen(event);
  AddNames(goals, pack);
  *pack.add_sources() = MetricsFreshness(inputs).ToSource("metrics");
  *pack.add_sources() = GoalsFreshness(inputs).ToSource("goals");
  return pack;
}

}  // namespace okapi::reporting
