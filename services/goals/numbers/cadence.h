#pragma once

#include <optional>

#include "absl/time/civil_time.h"
#include "okapi/goals/v1/resources.pb.h"

// When check-ins are due: pure functions over days.
namespace okapi::goals {

// The cycle with the rhythm that holds for the objective: its own goes before the cycle's.
okapi::goals::v1::Cycle CycleFor(const okapi::goals::v1::Objective& objective,
                                 okapi::goals::v1::Cycle cycle);

// The last day on or before `day` on which a check-in is due in the cycle; nullopt before the first
// one. After the cycle's end no more days come.
std::optional<absl::CivilDay> LastDue(const okapi::goals::v1::Cycle& cycle, absl::CivilDay day);

// The first such day after `day`; nullopt when the cycle ends before.
std::optional<absl::CivilDay> NextDue(const okapi::goals::v1::Cycle& cycle, absl::CivilDay day);

// How old a check-in may be on such a day and count for it.
int FreshDays(const okapi::goals::v1::Cadence& cadence);

}  // namespace okapi::goals
