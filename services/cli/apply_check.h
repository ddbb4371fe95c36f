#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/company_file.h"
#include "services/cli/connection.h"

namespace okapi::cli {

// Finds what would stop an apply halfway, because a service refuses it only once other resources
// are written, and adds it to `errors`: what refers to something that neither the file nor the
// service has, objectives that are to be ACTIVE with too few or too many key results, and cycles
// that are to be CLOSED while something goes on in them. Where another service keeps what is
// referred to, such as the KPI of a key result, nobody ever checks it: these go to `warnings`, one
// line each. Changes nothing. An error if a service cannot be asked.
absl::Status CheckApply(const std::vector<DeclaredResource>& declared, const Caller& call,
                        YamlErrors& errors, std::vector<std::string>& warnings);

}  // namespace okapi::cli
