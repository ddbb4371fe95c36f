#pragma once

#include <memory>
#include <string>

#include "tests/bench/peers/http_connection.h"
#include "tests/bench/peers/target.h"

namespace okapi::bench {

// InfluxDB 1.x by line protocol. It waits for the disk before it acknowledges, as we do.
class InfluxDb final : public QueryTarget {
 public:
  std::string name() const override { return "influxdb"; }
  LoadOptions BestLoad() const override { return {.series_per_request = 5000}; }
  absl::Status Start(const std::string& directory) override;
  absl::StatusOr<std::unique_ptr<Lane>> NewLane(const Workload& workload) override;
  absl::StatusOr<std::map<std::string, Totals>> Count(const Workload& workload) override;
  absl::StatusOr<int64_t> SealAndStop() override;
  absl::Status Settle(const Workload& workload) override;
  absl::StatusOr<Answer> Ask(Question question, const Workload& workload) override;

 private:
  // Waits until the log has become files: five seconds after the last write.
  void AwaitSnapshot() const;
  absl::StatusOr<std::string> Query(const std::string& query);

  std::string directory_;
  int port_ = 0;
  std::unique_ptr<HttpConnection> connection_;
};

}  // namespace okapi::bench
