#pragma once

#include "okapi/goals/v1/resources.pb.h"
#include "services/goals/wording/report.h"

namespace okapi::goals {

// What could be better in the words of a key result, and in how it is measured.
void CheckKeyResultText(const okapi::goals::v1::KeyResult& key_result, Report& report);

}  // namespace okapi::goals
