#pragma once

#include <string>
#include <vector>

#include "tests/bench/peers/http_connection.h"
#include "tests/bench/peers/target.h"

namespace okapi::bench {

// Prometheus remote write 1.0: protobuf, compressed by snappy, one POST after the other.
class RemoteWriteLane final : public Lane {
 public:
  RemoteWriteLane(int port, const Workload& workload) : workload_(workload), connection_(port) {}

  std::string Encode(const Batch& batch) override;
  absl::Status Send(const std::vector<std::string>& requests) override;

 private:
  const Workload& workload_;
  HttpConnection connection_;
};

}  // namespace okapi::bench
