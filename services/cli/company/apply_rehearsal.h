#pragma once

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/cli/company/apply.h"

namespace okapi::cli {

// Does the steps with calls of which nothing stays (rehearsal.h), and calls `report` after each
// that would go well. Gives what the services refuse, each with its place; a step that builds on a
// refused one is left out. A service knows nothing of what another one was told: what one keeps
// about what only the file has is tried as if that were gone. An error when the services cannot
// say.
absl::StatusOr<std::vector<absl::Status>> Rehearse(const std::vector<Step>& plan,
                                                   const Caller& call,
                                                   const std::function<void(const Step&)>& report);

}  // namespace okapi::cli
