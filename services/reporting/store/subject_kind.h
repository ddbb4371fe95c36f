#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// What people decide on and look after, by the form of its name: INVALID_ARGUMENT naming `field`
// when it is of another kind.
namespace okapi::reporting {

absl::Status CheckIsKpi(const std::string& name, absl::string_view field);
absl::Status CheckIsKeyResult(const std::string& name, absl::string_view field);
// A KPI, a key result or an objective.
absl::Status CheckHasNumber(const std::string& name, absl::string_view field);

}  // namespace okapi::reporting
