#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/cli/catalogue.h"

namespace okapi::cli {

// Sets fields by FIELD=VALUE arguments: a text is taken as it is typed, anything else is YAML.
// Short references are completed as seen from the resource `owner`. INVALID_ARGUMENT naming the
// arguments that are wrong, also for `reserved` fields.
absl::Status SetFields(const std::vector<std::string>& arguments, const std::string& owner,
                       const std::vector<std::string>& reserved, Message& message);

// Who asks, the id or name of a member, is the author of what is written, at any depth, and the
// member who does what a request asks for, unless that names another one or has none.
void SetAuthor(const std::string& actor, const std::string& owner, Message& message);

}  // namespace okapi::cli
