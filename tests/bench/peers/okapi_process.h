#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/peers/server_process.h"

namespace okapi::bench {

// Starts okapi-SERVICE of this build, or the program of the flag --okapi_SERVICE, on a free port
// with its data below the directory, and waits until it serves. Returns its address.
absl::StatusOr<std::string> StartOkapi(const std::string& service, const std::string& directory,
                                       const std::vector<std::string>& flags,
                                       ServerProcess& process);

}  // namespace okapi::bench
