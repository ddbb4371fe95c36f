#include "services/goals/store/organization_rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/calendar/calendar.h"
#include "common/calendar/date.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/goals/store/change_rules.h"
#include "services/goals/store/goals_store.h"
#include "services/goals/store/measure_rules.h"
#include "services/goals/store/policy.h"
#include "services/goals/store/references.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Cycle;
using okapi::goals::v1::Initiative;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Member;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Organization;
using okapi::goals::v1::Team;

constexpr int kFreshDaysMax = 30;
constexpr int kLeadsMax = 100;

// Whether the days of `inner` lie within those of `outer`.
bool Within(const Cycle& inner, const Cycle& outer) {
  return !calendar::Before(inner.start_date(), outer.start_date()) &&
         !calendar::Before(outer.end_date(), inner.end_date());
}

std::string Days(const Cycle& cycle) {
  return absl::StrCat(calendar::FormatDate(cycle.start_date()), " to ",
                      calendar::FormatDate(cycle.end_date()));
}

absl::Status CheckDays(const Cycle& cycle) {
  OKAPI_RETURN_IF_ERROR(calendar::CheckDate(cycle.start_date(), "cycle.start_date"));
  OKAPI_RETURN_IF_ERROR(calendar::CheckDate(cycle.end_date(), "cycle.end_date"));
  if (!calendar::Before(cycle.end_date(), cycle.start_date())) return absl::OkStatus();
  return status::InvalidField("cycle.end_date",
                              absl::StrCat("must not be before start_date, ", Days(cycle)));
}

absl::Status ClosedCycle(const std::string& name) {
  return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
                       absl::StrCat("'", name, "' is closed"),
                       {{"resource", name}, {"state", "CLOSED"}});
}

// What is final takes nothing in that is still to come: it could not be closed again as it is.
absl::Status CheckParentTakes(const GoalsStore& store, const storage::Reader& reader,
                              const Cycle* before, const Cycle& after) {
  if (before != nullptr && before->parent_cycle() == after.parent_cycle()) return absl::OkStatus();
  if (after.parent_cycle().empty()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(const bool closed, IsClosedCycle(store, reader, after.parent_cycle()));
  return closed ? ClosedCycle(after.parent_cycle()) : absl::OkStatus();
}

// Key results that begin late do so within the cycle, whoever sees them: so none is named.
absl::Status CheckStartDates(const GoalsStore& store, const storage::Reader& reader,
                             const Cycle* before, const Cycle& after) {
  if (before == nullptr || Within(*before, after)) return absl::OkStatus();
  const std::string organization = ParentOf(after.name());
  std::set<std::string> objectives;
  auto collect = [&](const Objective& objective) {
    if (objective.cycle() == after.name()) objectives.insert(objective.name());
    return true;
  };
  OKAPI_RETURN_IF_ERROR(store.objectives.ForEach(reader.whole(), organization, collect));
  bool outside = false;
  bool before_start = false;
  auto look = [&](const KeyResult& key_result) {
    outside =
        objectives.count(ParentOf(key_result.name())) != 0 && !StartsWithin(key_result, after);
    before_start = outside && calendar::Before(key_result.start_date(), after.start_date());
    return !outside;
  };
  OKAPI_RETURN_IF_ERROR(
      store.key_results.ForEach(reader.whole(), organization + "/objectives/-", look));
  if (!outside) return absl::OkStatus();
  return status::InvalidField(
      before_start ? "cycle.start_date" : "cycle.end_date",
      absl::StrCat("a key result starts on a day outside of ", Days(after)));
}

// The cycle lies within its parent, and those it contains lie within it.
absl::Status CheckNesting(const GoalsStore& store, const storage::Reader& reader,
                          const Cycle& cycle) {
  if (!cycle.parent_cycle().empty()) {
    OKAPI_ASSIGN_OR_RETURN(const auto parent,
                           store.cycles.FindStored(reader, cycle.parent_cycle()));
    if (parent.has_value() && !Within(cycle, *parent)) {
      return status::InvalidField(
          "cycle.parent_cycle",
          absl::StrCat("the days ", Days(cycle), " do not lie within those of '", parent->name(),
                       "', ", Days(*parent)));
    }
  }
  absl::Status result;
  auto look = [&](const Cycle& other) {
    if (other.parent_cycle() == cycle.name() && !Within(other, cycle)) {
      result = status::InvalidField(
          "cycle.end_date",
          absl::StrCat("'", other.name(), "' lies within this cycle with its days ", Days(other)));
    }
    return result.ok();
  };
  OKAPI_RETURN_IF_ERROR(store.cycles.ForEach(reader, ParentOf(cycle.name()), look));
  return result;
}

}  // namespace

absl::Status CheckOrganization(const Organization& organization) {
  OKAPI_RETURN_IF_ERROR(
      calendar::Calendar::Create(organization.calendar(), "organization.calendar.").status());
  OKAPI_RETURN_IF_ERROR(CheckPolicy(organization.policy()));
  status::FieldViolations violations;
  CheckChangeRules(organization.policy().change_rules(), "organization.policy.change_rules",
                   violations);
  return violations.ToStatus();
}

absl::Status CheckTeam(const GoalsStore& store, const storage::Reader& reader, const Team* before,
                       const Team& after) {
  if (before == nullptr) {
    OKAPI_RETURN_IF_ERROR(CheckParent(store.organizations, reader, after.name()));
  }
  // First the loop: a new team that names itself does not exist yet either.
  OKAPI_RETURN_IF_ERROR(CheckNoLoop(store.teams, reader, after.name(), after.parent_team(),
                                    [](const Team& team) { return team.parent_team(); }));
  OKAPI_RETURN_IF_ERROR(CheckCadence(after.cadence(), "team.cadence"));
  return CheckReference(store.teams, reader, after.name(), "team.parent_team", after.parent_team());
}

absl::Status CheckMember(const GoalsStore& store, const storage::Reader& reader,
                         const Member* before, const Member& after) {
  if (before == nullptr) {
    OKAPI_RETURN_IF_ERROR(CheckParent(store.organizations, reader, after.name()));
  }
  absl::TimeZone zone;
  if (!after.time_zone().empty() && !absl::LoadTimeZone(after.time_zone(), &zone)) {
    return status::InvalidField("member.time_zone",
                                absl::StrCat("'", after.time_zone(), "' is no IANA time zone"));
  }
  if (after.leads_size() > kLeadsMax) {
    return status::InvalidField("member.leads",
                                absl::StrCat("has more than ", kLeadsMax, " entries"));
  }
  for (int i = 0; i < after.leads_size(); ++i) {
    OKAPI_RETURN_IF_ERROR(CheckReference(store.teams, reader, after.name(),
                                         absl::StrCat("member.leads[", i, "]"), after.leads(i)));
  }
  return CheckReference(store.teams, reader, after.name(), "member.team", after.team());
}

absl::Status CheckCycle(const GoalsStore& store, const storage::Reader& reader, const Cycle* before,
                        Cycle& after) {
  if (before == nullptr) {
    OKAPI_RETURN_IF_ERROR(CheckParent(store.organizations, reader, after.name()));
    after.set_state(Cycle::PLANNED);
  }
  if (before != nullptr && before->state() == Cycle::CLOSED && after.state() == Cycle::CLOSED) {
    return ClosedCycle(after.name());
  }
  OKAPI_RETURN_IF_ERROR(CheckDays(after));
  OKAPI_RETURN_IF_ERROR(CheckCadence(after.cadence(), "cycle.cadence"));
  OKAPI_RETURN_IF_ERROR(CheckNoLoop(store.cycles, reader, after.name(), after.parent_cycle(),
                                    [](const Cycle& cycle) { return cycle.parent_cycle(); }));
  OKAPI_RETURN_IF_ERROR(CheckReference(store.cycles, reader, after.name(), "cycle.parent_cycle",
                                       after.parent_cycle()));
  OKAPI_RETURN_IF_ERROR(CheckParentTakes(store, reader, before, after));
  OKAPI_RETURN_IF_ERROR(CheckStartDates(store, reader, before, after));
  return CheckNesting(store, reader, after);
}

absl::Status CheckCadence(const okapi::goals::v1::Cadence& cadence, absl::string_view field) {
  if (cadence.fresh_days() >= 0 && cadence.fresh_days() <= kFreshDaysMax) return absl::OkStatus();
  return status::InvalidField(absl::StrCat(field, ".fresh_days"),
                              absl::StrCat("must be from 0 to ", kFreshDaysMax));
}

absl::Status CheckTeamUnused(const GoalsStore& store, const storage::Reader& reader,
                             const Team& team) {
  const std::string& name = team.name();
  const std::string organization = ParentOf(name);
  OKAPI_RETURN_IF_ERROR(
      CheckUnused(store.teams, reader, organization, name,
                  [&](const Team& other) { return other.parent_team() == name; }));
  OKAPI_RETURN_IF_ERROR(
      CheckUnused(store.members, reader, organization, name, [&](const Member& member) {
        return member.team() == name ||
               std::count(member.leads().begin(), member.leads().end(), name) > 0;
      }));
  return CheckUnused(store.objectives, reader, organization, name,
                     [&](const Objective& objective) { return objective.team() == name; });
}

absl::Status CheckMemberUnused(const GoalsStore& store, const storage::Reader& reader,
                               const Member& member) {
  const std::string& name = member.name();
  const std::string organization = ParentOf(name);
  const std::string objectives = organization + "/objectives/-";
  auto owns = [&name](const auto& resource) { return resource.owner() == name; };
  auto answers = [&](const auto& resource) {
    return owns(resource) || resource.assessment().author() == name;
  };
  auto names = [&](const Objective& objective) {
    return answers(objective) || objective.retrospective().author() == name ||
           absl::c_linear_search(objective.readers(), name);
  };
  OKAPI_RETURN_IF_ERROR(CheckUnused(store.objectives, reader, organization, name, names));
  OKAPI_RETURN_IF_ERROR(CheckUnused(store.key_results, reader, objectives, name, answers));
  return CheckUnused(store.initiatives, reader, objectives, name, owns);
}

absl::Status CheckCycleUnused(const GoalsStore& store, const storage::Reader& reader,
                              const Cycle& cycle) {
  const std::string& name = cycle.name();
  const std::string organization = ParentOf(name);
  OKAPI_RETURN_IF_ERROR(
      CheckUnused(store.cycles, reader, organization, name,
                  [&](const Cycle& other) { return other.parent_cycle() == name; }));
  return CheckUnused(store.objectives, reader, organization, name,
                     [&](const Objective& objective) { return objective.cycle() == name; });
}

absl::StatusOr<bool> IsClosedCycle(const GoalsStore& store, const storage::Reader& reader,
                                   const std::string& cycle) {
  OKAPI_ASSIGN_OR_RETURN(const auto found, store.cycles.FindStored(reader, cycle));
  return found.has_value() && found->state() == Cycle::CLOSED;
}

absl::Status Activate(Cycle& cycle) {
  if (cycle.state() == Cycle::CLOSED) return ClosedCycle(cycle.name());
  cycle.set_state(Cycle::ACTIVE);
  return absl::OkStatus();
}

}  // namespace okapi::goals
