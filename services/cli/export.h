#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/connection.h"

namespace okapi::cli {

// An organization as a company file: everything that `apply` takes, in a fixed order, so that
// applying it to empty services and exporting it again gives the same bytes. What was reported and
// said, grades and samples are no part of it.
absl::StatusOr<std::string> ExportCompany(absl::string_view organization, const Caller& call);

}  // namespace okapi::cli
