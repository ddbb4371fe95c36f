#pragma once

#include <vector>

#include "services/cli/company/company_file.h"

namespace okapi::cli {

// Puts what is referred to before what refers to it: kind by kind, settings before the rest of
// their rank, and within a kind parents before children; otherwise as in the file. Resources of one
// kind that refer to each other in a circle go to `errors`: no service takes that.
std::vector<DeclaredResource> InOrder(std::vector<DeclaredResource> declared, YamlErrors& errors);

}  // namespace okapi::cli
