#include "services/goals/insights/due.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/numbers/cadence.h"
#include "services/goals/numbers/combining.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Cycle;
using okapi::goals::v1::DueCheckIn;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Member;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Organization;
using okapi::goals::v1::Team;

// What the answers are made of, read once.
struct Company {
  Organization organization;
  absl::TimeZone zone;
  std::map<std::string, Cycle> cycles;
  std::map<std::string, Objective> objectives;  // ACTIVE ones.
  std::map<std::string, Member> members;
  std::map<std::string, Team> teams;
};

template <typename R>
absl::Status ReadAll(const api::Collection<R>& collection, const storage::Reader& reader,
                     const std::string& organization, std::map<std::string, R>& all) {
  return collection.ForEach(reader, organization, [&all](const R& resource) {
    all[resource.name()] = resource;
    return true;
  });
}

absl::StatusOr<Company> Read(const GoalsStore& store, const storage::Reader& reader,
                             const std::string& name) {
  Company company;
  OKAPI_ASSIGN_OR_RETURN(company.organization, store.organizations.Get(reader, name));
  OKAPI_ASSIGN_OR_RETURN(const auto calendar, store.CalendarOf(reader, name));
  company.zone = calendar.time_zone();
  OKAPI_RETURN_IF_ERROR(ReadAll(store.cycles, reader, name, company.cycles));
  OKAPI_RETURN_IF_ERROR(ReadAll(store.members, reader, name, company.members));
  OKAPI_RETURN_IF_ERROR(ReadAll(store.teams, reader, name, company.teams));
  OKAPI_RETURN_IF_ERROR(store.objectives.ForEach(reader, name, [&](const Objective& objective) {
    if (objective.state() == Objective::ACTIVE) company.objectives[objective.name()] = objective;
    return true;
  }));
  return company;
}

const Team* FindTeamOf(const Company& company, const std::string& name) {
  const auto found = company.teams.find(name);
  return found == company.teams.end() ? nullptr : &found->second;
}

absl::TimeZone ZoneOf(const Company& company, const std::string& member) {
  const auto found = company.members.find(member);
  absl::TimeZone zone = company.zone;
  if (found != company.members.end() && !found->second.time_zone().empty()) {
    absl::LoadTimeZone(found->second.time_zone(), &zone);  // Checked when it was written.
  }
  return zone;
}

// The day from which on check-ins are owed: nobody is late with what was not there yet.
absl::CivilDay OwedFrom(const Cycle& cycle, const KeyResult& key_result, absl::TimeZone zone) {
  absl::CivilDay from =
      std::max(calendar::DayOf(cycle.start_date()),
               absl::ToCivilDay(api::FromTimestamp(key_result.create_time()), zone));
  if (key_result.has_start_date()) from = std::max(from, calendar::DayOf(key_result.start_date()));
  return from;
}

// The first due day for which no check-in was fresh. Precondition: the last one was not.
absl::CivilDay FirstMissed(const Cycle& cycle, std::optional<absl::CivilDay> reported,
                           absl::CivilDay owed_from, absl::CivilDay last_due) {
  const int fresh = FreshDays(cycle.cadence());
  const absl::CivilDay after = reported.has_value() ? *reported + fresh : owed_from - 1;
  return NextDue(cycle, after).value_or(last_due);
}

// The leads from the team of who owes it up, one for each `escalation_days` that have passed.
void AddEscalation(const Company& company, const Objective& objective, DueCheckIn& due) {
  const int every = company.organization.policy().escalation_days();
  if (every == 0) return;
  const auto member = company.members.find(due.member());
  std::string name = member != company.members.end() && !member->second.team().empty()
                         ? member->second.team()
                         : objective.team();
  std::set<std::string> told = {due.member()};
  for (int level = due.days_overdue() / every; level > 0 && !name.empty(); --level) {
    const Team* team = FindTeamOf(company, name);
    if (team == nullptr) return;
    for (const auto& [lead, person] : company.members) {
      const bool leads = std::count(person.leads().begin(), person.leads().end(), name) > 0;
      if (leads && told.insert(lead).second) due.add_escalate_to(lead);
    }
    name = team->parent_team();
  }
}

std::optional<DueCheckIn> DueOf(const Company& company, const Objective& objective,
                                const KeyResult& key_result,
                                const okapi::storage::v1::KeyResultStateRecord& state,
                                absl::Time now) {
  const auto found = company.cycles.find(objective.cycle());
  if (found == company.cycles.end()) return std::nullopt;
  auto find_team = [&company](const std::string& name) { return FindTeamOf(company, name); };
  const Cycle cycle = CycleFor(objective, find_team, found->second);
  if (!cycle.has_cadence()) return std::nullopt;
  DueCheckIn due;
  due.set_member(key_result.owner().empty() ? objective.owner() : key_result.owner());
  const absl::TimeZone zone = ZoneOf(company, due.member());
  const absl::CivilDay today = absl::ToCivilDay(now, zone);
  const auto day = LastDue(cycle, today);
  const absl::CivilDay owed_from = OwedFrom(cycle, key_result, zone);
  if (!day.has_value() || *day < owed_from) return std::nullopt;
  std::optional<absl::CivilDay> reported;
  if (state.has_check_in_time()) {
    reported = absl::ToCivilDay(api::FromTimestamp(state.check_in_time()), zone);
    if (*reported >= *day - FreshDays(cycle.cadence())) return std::nullopt;
    *due.mutable_last_check_in_time() = state.check_in_time();
  }
  due.set_key_result(key_result.name());
  due.set_display_name(key_result.display_name());
  due.set_objective_display_name(objective.display_name());
  const auto member = company.members.find(due.member());
  if (member != company.members.end()) {
    due.set_member_display_name(member->second.display_name());
    due.set_member_email(member->second.email());
  }
  *due.mutable_due_date() = calendar::DateOf(*day);
  *due.mutable_due_time() = api::ToTimestamp(absl::FromCivil(*day, zone));
  due.set_days_overdue(static_cast<int>(today - FirstMissed(cycle, reported, owed_from, *day)));
  AddEscalation(company, objective, due);
  return due;
}

}  // namespace

absl::StatusOr<std::vector<DueCheckIn>> DueCheckIns(const GoalsStore& store,
                                                    const storage::Reader& reader,
                                                    const std::string& organization) {
  OKAPI_ASSIGN_OR_RETURN(const Company company, Read(store, reader, organization));
  std::vector<DueCheckIn> found;
  absl::Status failure;
  auto look = [&](const KeyResult& key_result) {
    const auto objective = company.objectives.find(ParentOf(key_result.name()));
    if (objective == company.objectives.end() || IsDriven(key_result)) return true;
    const auto state = store.StateOf(reader, key_result.name());
    failure = state.status();
    if (!failure.ok()) return false;
    auto due = DueOf(company, objective->second, key_result, *state, store.Now(reader));
    if (due.has_value()) found.push_back(*std::move(due));
    return true;
  };
  OKAPI_RETURN_IF_ERROR(
      store.key_results.ForEach(reader, absl::StrCat(organization, "/objectives/-"), look));
  OKAPI_RETURN_IF_ERROR(failure);
  std::sort(found.begin(), found.end(), [](const DueCheckIn& a, const DueCheckIn& b) {
    return std::tie(a.member(), a.key_result()) < std::tie(b.member(), b.key_result());
  });
  return found;
}

}  // namespace okapi::goals
