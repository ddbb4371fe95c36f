#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/status/errors.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/organization_days.h"

namespace okapi::cli {

// Sets fields by FIELD=VALUE arguments: a text is taken as it is typed, anything else is YAML; a
// time may be a day, which is its first instant. Short references are completed as seen from the
// resource `owner`. INVALID_ARGUMENT naming every argument that is wrong, also one for a
// `reserved` field, which the caller sets; what a service answers that does not tell when a day
// begins.
absl::Status SetFields(const std::vector<std::string>& arguments, const std::string& owner,
                       const std::vector<std::string>& reserved, const DayStart& day_start,
                       Message& message);
// The same for one of several messages whose fields are given together.
absl::Status SetFields(const std::vector<std::string>& arguments, const std::string& owner,
                       const std::vector<std::string>& reserved, const DayStart& day_start,
                       Message& message, status::FieldViolations& violations);

// Who asks, the id or name of a member, is the author of what is written, at any depth, and the
// member who does what a request asks for, unless that names another one or has none.
void SetAuthor(const std::string& actor, const std::string& owner, Message& message);

}  // namespace okapi::cli
