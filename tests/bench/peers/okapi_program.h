#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/peers/server_process.h"

namespace okapi::bench {

// One of our services as a process: `program`, or the one of this build if it is empty, on a free
// port of the loopback, with data and log below `directory`, which may hold what an earlier start
// left behind. Waits until it listens. Its address.
absl::StatusOr<std::string> StartOkapi(const std::string& service, const std::string& program,
                                       const std::string& directory,
                                       const std::vector<std::string>& arguments,
                                       ServerProcess& process);

}  // namespace okapi::bench
