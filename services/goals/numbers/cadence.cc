#include "services/goals/numbers/cadence.h"

#include <algorithm>
#include <set>

#include "common/calendar/date.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Cadence;
using okapi::goals::v1::Cycle;
using okapi::goals::v1::Objective;
using okapi::goals::v1::Team;

constexpr int kFreshDaysDefault = 3;

absl::Weekday WeekdayOf(const Cadence& cadence) {
  // google.type.DayOfWeek counts from Monday = 1, as does absl::Weekday from monday = 0.
  return cadence.day() == google::type::DAY_OF_WEEK_UNSPECIFIED
             ? absl::Weekday::friday
             : static_cast<absl::Weekday>(cadence.day() - 1);
}

// The first such weekday on or after the day.
absl::CivilDay OnOrAfter(absl::CivilDay day, absl::Weekday weekday) {
  return absl::NextWeekday(day - 1, weekday);
}

bool IsDue(const Cycle& cycle, absl::CivilDay day) {
  const absl::Weekday weekday = WeekdayOf(cycle.cadence());
  if (absl::GetWeekday(day) != weekday) return false;
  switch (cycle.cadence().every()) {
    case Cadence::NEVER:
      return false;
    case Cadence::MONTH:
      return day.day() <= 7;
    case Cadence::TWO_WEEKS:
      return (day - OnOrAfter(calendar::DayOf(cycle.start_date()), weekday)) % 14 == 0;
    default:
      return true;
  }
}

// The cadence of the nearest team that has one, from this one up; nullptr if none has.
const Cadence* NearestOf(const std::string& team, FindTeam find_team) {
  std::set<std::string> seen;
  for (const Team* it = find_team(team); it != nullptr && seen.insert(it->name()).second;
       it = find_team(it->parent_team())) {
    if (it->has_cadence()) return &it->cadence();
  }
  return nullptr;
}

}  // namespace

Cycle CycleFor(const Objective& objective, FindTeam find_team, Cycle cycle) {
  const Cadence* nearest =
      objective.has_cadence() ? &objective.cadence() : NearestOf(objective.team(), find_team);
  if (nearest != nullptr) *cycle.mutable_cadence() = *nearest;
  return cycle;
}

std::optional<absl::CivilDay> LastDue(const Cycle& cycle, absl::CivilDay day) {
  const absl::CivilDay first = calendar::DayOf(cycle.start_date());
  for (day = std::min(day, calendar::DayOf(cycle.end_date())); day >= first; --day) {
    if (IsDue(cycle, day)) return day;
  }
  return std::nullopt;
}

std::optional<absl::CivilDay> NextDue(const Cycle& cycle, absl::CivilDay day) {
  const absl::CivilDay last = calendar::DayOf(cycle.end_date());
  for (day = std::max(day + 1, calendar::DayOf(cycle.start_date())); day <= last; ++day) {
    if (IsDue(cycle, day)) return day;
  }
  return std::nullopt;
}

int FreshDays(const Cadence& cadence) {
  return cadence.has_fresh_days() ? cadence.fresh_days() : kFreshDaysDefault;
}

}  // namespace okapi::goals
