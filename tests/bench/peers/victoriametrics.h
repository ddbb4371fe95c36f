#pragma once

#include <memory>
#include <string>

#include "tests/bench/peers/http_connection.h"
#include "tests/bench/peers/target.h"

namespace okapi::bench {

// VictoriaMetrics, single node, by remote write. It acknowledges what it has in memory.
class VictoriaMetrics final : public QueryTarget {
 public:
  std::string name() const override { return "victoriametrics"; }
  LoadOptions BestLoad() const override { return {.lanes = 4}; }
  absl::Status Start(const std::string& directory) override;
  absl::StatusOr<std::unique_ptr<Lane>> NewLane(const Workload& workload) override;
  absl::StatusOr<std::map<std::string, Totals>> Count(const Workload& workload) override;
  absl::StatusOr<int64_t> SealAndStop() override;
  absl::Status Settle(const Workload& workload) override;
  absl::StatusOr<Answer> Ask(Question question, const Workload& workload) override;

 private:
  // Makes everything visible to queries and writes it to parts on the disk.
  absl::Status Flush();

  std::string directory_;
  int port_ = 0;
  std::unique_ptr<HttpConnection> connection_;
};

}  // namespace okapi::bench
