#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace okapi::reporting {

// INVALID_ARGUMENT naming `field` unless the name is of the same organization as the resource.
absl::Status CheckSameOrganization(const std::string& resource, const std::string& name,
                                   absl::string_view field);

}  // namespace okapi::reporting
