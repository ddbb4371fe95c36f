#include "services/reporting/reports/okr_report.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"
#include "common/calendar/date.h"
#include "common/rpc/retry.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/neighbours/freshness.h"
#include "services/reporting/reports/kpi_uses.h"
#include "services/reporting/reports/objective_tree.h"
#include "services/reporting/reports/report_time.h"

namespace okapi::reporting {
namespace {

namespace goals = okapi::goals::v1;
using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::OkrReport;

void AddObjectives(const GoalsAnswers& answers, OkrReport& report) {
  std::map<std::string, ObjectiveReport*> by_name;
  for (const goals::Objective& objective : answers.objectives.value.objectives()) {
    ObjectiveReport* part = report.add_objectives();
    *part->mutable_objective() = objective;
    by_name[objective.name()] = part;
  }
  for (const goals::KeyResult& key_result : answers.key_results.value.key_results()) {
    auto found = by_name.find(ObjectiveOf(key_result.name()));
    if (found != by_name.end()) *found->second->add_key_results() = key_result;
  }
  for (const goals::Initiative& initiative : answers.initiatives.value.initiatives()) {
    auto found = by_name.find(ObjectiveOf(initiative.name()));
    if (found != by_name.end()) *found->second->add_initiatives() = initiative;
  }
}

// What is not DONE on the day after its due date is overdue, as for the findings of goals.
void MarkOverdue(const absl::CivilDay& today, ObjectiveReport& part) {
  if (part.objective().state() == goals::Objective::CLOSED) return;
  for (const goals::Initiative& initiative : part.initiatives()) {
    const bool waited_for = initiative.state() != goals::Initiative::DONE &&
                            initiative.state() != goals::Initiative::CANCELLED;
    if (waited_for && initiative.has_due_date() && calendar::DayOf(initiative.due_date()) < today) {
      part.add_overdue_initiatives(initiative.name());
    }
  }
}

// The day in the organization's time zone; of one that was never heard of in UTC.
absl::CivilDay DayOf(absl::Time time, const goals::Organization& organization) {
  const auto calendar = calendar::Calendar::Create(organization.calendar());
  return absl::ToCivilDay(time, calendar.ok() ? calendar->time_zone() : absl::UTCTimeZone());
}

// The names of cycles, teams and members that the objectives mention.
std::set<std::string> Mentions(const OkrReport& report) {
  std::set<std::string> names;
  for (const ObjectiveReport& part : report.objectives()) {
    names.insert(part.objective().cycle());
    names.insert(part.objective().team());
    names.insert(part.objective().owner());
    names.insert(part.objective().grade().author());
    names.insert(part.objective().assessment().author());
    names.insert(part.objective().retrospective().author());
    for (const goals::KeyResult& key_result : part.key_results()) {
      names.insert(key_result.owner());
      names.insert(key_result.assessment().author());
      for (const auto& retarget : key_result.retargets()) names.insert(retarget.author());
    }
    for (const goals::Initiative& initiative : part.initiatives()) names.insert(initiative.owner());
  }
  return names;
}

// Adds the names of everything that a mentioned resource lies within. `parent_of` maps a resource
// to its parent's name.
template <typename Resources, typename ParentOf>
void AddAncestors(const Resources& resources, ParentOf parent_of, std::set<std::string>& names) {
  std::map<std::string, std::string> parents;
  for (const auto& resource : resources) parents[resource.name()] = parent_of(resource);
  for (const std::string& name : std::set<std::string>(names)) {
    for (auto it = parents.find(name); it != parents.end(); it = parents.find(it->second)) {
      if (it->second.empty() || !names.insert(it->second).second) break;
    }
  }
}

template <typename Resources, typename Output>
void CopyMentioned(const Resources& resources, const std::set<std::string>& names, Output* output) {
  for (const auto& resource : resources) {
    if (names.count(resource.name()) > 0) *output->Add() = resource;
  }
}

// An error budget is spent with every moment out of range: told again with every minute.
void RoundErrorBudget(goals::KeyResult& key_result) {
  if (!key_result.has_error_budget_state()) return;
  goals::ErrorBudgetState& state = *key_result.mutable_error_budget_state();
  const int64_t minutes = state.spent().seconds() / 60;
  state.mutable_spent()->set_seconds(minutes * 60);
  state.mutable_spent()->clear_nanos();
  state.clear_left();
  state.clear_spent_share();
}

void ClearPassingTime(ObjectiveReport& part) {
  part.mutable_objective()->mutable_progress()->clear_expected();
  for (goals::KeyResult& key_result : *part.mutable_key_results()) {
    key_result.mutable_progress()->clear_expected();
    RoundErrorBudget(key_result);
  }
}

bool SameButForTime(ObjectiveReport a, ObjectiveReport b) {
  ClearPassingTime(a);
  ClearPassingTime(b);
  return api::StableBytes(a) == api::StableBytes(b);
}

}  // namespace

absl::Status CheckOkrReportRequest(const GetOkrReportRequest& request, absl::string_view prefix) {
  status::FieldViolations violations;
  auto check = [&](absl::string_view field, const std::string& name) {
    if (!name.empty() && api::OrganizationOf(name) != request.name()) {
      violations.Add(absl::StrCat(prefix, field), "must belong to the organization of the report");
    }
  };
  check("cycle", request.cycle());
  check("team", request.team());
  check("owner", request.owner());
  if (request.include_sub_teams() && request.team().empty()) {
    violations.Add(absl::StrCat(prefix, "include_sub_teams"), "is for a report that names a team");
  }
  if (request.has_as_of_time()) {
    CheckReportTime(absl::StrCat(prefix, "as_of_time"), api::FromTimestamp(request.as_of_time()),
                    violations);
  }
  return violations.ToStatus();
}

absl::Status CheckExistence(const GetOkrReportRequest& request, const GoalsAnswers& answers) {
  auto check = [](const std::string& name, const auto& answer, const auto& resources) {
    // What is not known may exist.
    if (name.empty() || !answer.problem.ok()) return absl::OkStatus();
    const bool found = std::any_of(resources.begin(), resources.end(),
                                   [&](const auto& resource) { return resource.name() == name; });
    return found ? absl::OkStatus() : status::NotFound(name);
  };
  OKAPI_RETURN_IF_ERROR(check(request.cycle(), answers.cycles, answers.cycles.value.cycles()));
  OKAPI_RETURN_IF_ERROR(check(request.team(), answers.teams, answers.teams.value.teams()));
  return check(request.owner(), answers.members, answers.members.value.members());
}

OkrReport BuildOkrReport(const GetOkrReportRequest& request, const GoalsAnswers& answers,
                         absl::Time as_of) {
  OkrReport report;
  report.set_organization(request.name());
  report.set_organization_display_name(answers.organization.value.display_name());
  AddObjectives(answers, report);
  const absl::CivilDay today = DayOf(as_of, answers.organization.value);
  for (ObjectiveReport& part : *report.mutable_objectives()) MarkOverdue(today, part);
  ArrangeAsTree(*report.mutable_objectives());
  std::set<std::string> names = Mentions(report);
  const auto& cycles = answers.cycles.value.cycles();
  const auto& teams = answers.teams.value.teams();
  AddAncestors(
      cycles, [](const goals::Cycle& cycle) { return cycle.parent_cycle(); }, names);
  AddAncestors(
      teams, [](const goals::Team& team) { return team.parent_team(); }, names);
  CopyMentioned(cycles, names, report.mutable_cycles());
  CopyMentioned(teams, names, report.mutable_teams());
  CopyMentioned(answers.members.value.members(), names, report.mutable_members());
  *report.mutable_as_of_time() = api::ToTimestamp(as_of);

  *report.add_sources() = SourceOf(answers);
  return report;
}

void KeepUnmoved(const OkrReport& before, OkrReport& after) {
  std::map<std::string, const ObjectiveReport*> by_name;
  for (const ObjectiveReport& part : before.objectives()) {
    by_name[part.objective().name()] = &part;
  }
  for (ObjectiveReport& part : *after.mutable_objectives()) {
    auto found = by_name.find(part.objective().name());
    if (found != by_name.end() && SameButForTime(*found->second, part)) {
      part = *found->second;
    }
  }
}

}  // namespace okapi::reporting
