#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/session/connection.h"

namespace okapi::cli {

// For an empty answer: whether it is empty because something it was asked about does not exist.
// NOT_FOUND for the first of the resources, or of those they belong to, that does not. Empty names
// and the ids `-` stand for anything; what a service that is away would know counts as there.
absl::Status CheckExistence(const std::vector<std::string>& names, const Caller& call);

}  // namespace okapi::cli
