#pragma once

#include "google/type/date.pb.h"
#include "okapi/goals/v1/resources.pb.h"

namespace okapi::goals {

// Sets the dates of an initiative that are so many weeks after something, where that something has
// changed since `before`, which is null for a new one: the due date counts from the first day of
// the cycle, the follow-up from the day on which it becomes DONE, until then from the due date. A
// date that is new in `after` was given by somebody, and stays.
void SetDatesByWeeks(const okapi::goals::v1::Initiative* before,
                     const google::type::Date& cycle_start, const google::type::Date& today,
                     okapi::goals::v1::Initiative& after);

}  // namespace okapi::goals
