#pragma once

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/time/civil_time.h"
#include "okapi/goals/v1/resources.pb.h"

// When check-ins are due: pure functions over days.
namespace okapi::goals {

// The team of that name; nullptr if there is none.
using FindTeam = absl::FunctionRef<const okapi::goals::v1::Team*(const std::string& name)>;

// The cycle with the rhythm that holds for the objective. Of its own, its team's, those of the
// teams above and the cycle's it is the first that is said, and NEVER is one: nothing is mixed.
okapi::goals::v1::Cycle CycleFor(const okapi::goals::v1::Objective& objective, FindTeam find_team,
                                 okapi::goals::v1::Cycle cycle);

// The last day on or before `day` on which a check-in is due in the cycle; nullopt before the first
// one. After the cycle's end no more days come.
std::optional<absl::CivilDay> LastDue(const okapi::goals::v1::Cycle& cycle, absl::CivilDay day);

// The first such day after `day`; nullopt when the cycle ends before.
std::optional<absl::CivilDay> NextDue(const okapi::goals::v1::Cycle& cycle, absl::CivilDay day);

// How old a check-in may be on such a day and count for it.
int FreshDays(const okapi::goals::v1::Cadence& cadence);

}  // namespace okapi::goals
