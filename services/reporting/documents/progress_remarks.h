#pragma once

#include <string>

#include "okapi/goals/v1/resources.pb.h"
#include "services/reporting/documents/names.h"

// What must stand beside a number of progress, so that it hides nothing. Empty where there is
// nothing to say.
namespace okapi::reporting::documents {

// What came of it, the worst child, what lacks a value or is stale, broken guards. `names` are the
// display names of what the report shows, by name.
std::string RemarksOn(const okapi::goals::v1::Objective& objective, const Names& names,
                      const std::string& language);
// What came of it, by the grade of its objective, and what was earned at the cost of its guard.
std::string RemarksOn(const okapi::goals::v1::KeyResult& key_result,
                      const okapi::goals::v1::Grade& grade, const std::string& language);

}  // namespace okapi::reporting::documents
