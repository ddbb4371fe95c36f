#pragma once

#include <string>
#include <vector>

#include "tests/bench/peers/http_connection.h"
#include "tests/bench/peers/target.h"

namespace okapi::bench {

// InfluxDB's line protocol, one POST after the other into the database `bench`.
class LineProtocolLane final : public Lane {
 public:
  LineProtocolLane(int port, const Workload& workload) : workload_(workload), connection_(port) {}

  std::string Encode(const Batch& batch) override;
  absl::Status Send(const std::vector<std::string>& requests) override;

 private:
  const Workload& workload_;
  HttpConnection connection_;
};

}  // namespace okapi::bench
