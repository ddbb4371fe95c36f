#pragma once

#include "absl/time/time.h"
#include "common/rpc/server.h"

namespace okapi::testing {

// Of a server within a test: on a free port, and no test waits long for its end.
inline rpc::ServerOptions LocalServer() {
  rpc::ServerOptions options;
  options.listen = "127.0.0.1:0";
  options.drain_max = absl::Seconds(5);
  return options;
}

// An address at which nobody is.
inline constexpr char kNobody[] = "127.0.0.1:1";

}  // namespace okapi::testing
