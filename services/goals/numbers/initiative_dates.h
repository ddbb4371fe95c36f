#pragma once

#include "absl/status/status.h"
#include "google/type/date.pb.h"
#include "okapi/goals/v1/resources.pb.h"

namespace okapi::goals {

// Sets the dates of an initiative that are so many weeks after something: the due date counts from
// the first day of the cycle; the follow-up from the due date and, once it is DONE, from the day on
// which it became so. `before` is null for a new one. INVALID_ARGUMENT when another date is given
// than the weeks say; of what is DONE any follow-up is taken.
absl::Status SetDatesByWeeks(const okapi::goals::v1::Initiative* before,
                             const google::type::Date& cycle_start, const google::type::Date& today,
                             okapi::goals::v1::Initiative& after);

// Lets the weeks of a new initiative begin today, where its cycle is under way: what was planned
// for the first weeks would be late from birth. In one that is over nobody begins any more, and
// what was planned is written down as it was. From then on its due date is given, and
// does not follow the cycle; so is the last day of the cycle, of what would be due after it. False
// for that.
bool BeginWeeks(const google::type::Date& cycle_start, const google::type::Date& cycle_end,
                const google::type::Date& today, okapi::goals::v1::Initiative& planned);

}  // namespace okapi::goals
