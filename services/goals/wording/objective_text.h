#pragma once

#include "okapi/goals/v1/resources.pb.h"
#include "services/goals/wording/report.h"

namespace okapi::goals {

// What could be better in the words of an objective.
void CheckObjectiveText(const okapi::goals::v1::Objective& objective, Report& report);

}  // namespace okapi::goals
