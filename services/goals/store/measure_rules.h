#pragma once

#include <string>

#include "common/status/errors.h"
#include "okapi/goals/v1/resources.pb.h"

namespace okapi::goals {

// Adds to `violations` what is wrong with the way that a key result goes, or went before: none,
// bounds that are none, milestones or steps that occur twice. The fields are named `prefix` +
// `from_to.target` and so on.
void CheckWay(const okapi::goals::v1::KeyResult& way, const std::string& prefix,
              status::FieldViolations& violations);

// Whether the day from which on the key result's way is expected to be gone, if it has one, is a
// day of the cycle.
bool StartsWithin(const okapi::goals::v1::KeyResult& key_result,
                  const okapi::goals::v1::Cycle& cycle);

}  // namespace okapi::goals
