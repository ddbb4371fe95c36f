#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/company/company_file.h"
#include "services/cli/session/connection.h"

namespace okapi::cli {

// Finds what would stop an apply halfway, because a service refuses it only once other resources
// are written, and adds it to `errors`: what refers to something that neither the file nor the
// service has, objectives that are to be ACTIVE with too few or too many key results, and cycles
// that are to be CLOSED while something goes on in them. What is only worth a look goes to
// `warnings`, one line each: references that nobody ever checks because another service keeps what
// they are to, such as the KPI of a key result; decisions and alert rules that outlived what they
// are about; objectives that are to be ACTIVE before their cycle is. Changes nothing. An error if a
// service cannot be asked.
absl::Status CheckApply(const std::vector<DeclaredResource>& declared, const Caller& call,
                        YamlErrors& errors, std::vector<std::string>& warnings);

}  // namespace okapi::cli
