#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "common/status/errors.h"

namespace okapi::metrics {

// Adds what is wrong with who is said to have done something to `resource`, in that field: members
// live in the goal service, so only that they are of the same organization. Empty is nobody.
void CheckAuthor(const std::string& author, const std::string& resource, absl::string_view field,
                 status::FieldViolations& violations);

}  // namespace okapi::metrics
