#pragma once

#include <memory>
#include <string>

#include "tests/bench/peers/http_connection.h"
#include "tests/bench/peers/target.h"

namespace okapi::bench {

// Prometheus by remote write. It writes its log without waiting for the disk.
class Prometheus final : public Target {
 public:
  std::string name() const override { return "prometheus"; }
  absl::Status Start(const std::string& directory) override;
  absl::StatusOr<std::unique_ptr<Lane>> NewLane(const Workload& workload) override;
  absl::StatusOr<std::map<std::string, Totals>> Count(const Workload& workload) override;
  absl::StatusOr<int64_t> SealAndStop() override;

 private:
  std::string directory_;
  int port_ = 0;
  std::unique_ptr<HttpConnection> connection_;
};

}  // namespace okapi::bench
