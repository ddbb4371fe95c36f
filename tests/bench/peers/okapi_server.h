#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "tests/bench/peers/target.h"

namespace okapi::bench {

// okapi-metrics from this build, with one KPI per metric and a sender by stream or by OTLP.
class OkapiServer final : public QueryTarget {
 public:
  enum class Protocol { kStream, kOtlp };

  explicit OkapiServer(Protocol protocol) : protocol_(protocol) {}

  std::string name() const override;
  absl::Status Start(const std::string& directory) override;
  absl::StatusOr<std::unique_ptr<Lane>> NewLane(const Workload& workload) override;
  absl::StatusOr<std::map<std::string, Totals>> Count(const Workload& workload) override;
  absl::StatusOr<int64_t> SealAndStop() override;
  absl::Status Settle(const Workload& workload) override;
  absl::StatusOr<Answer> Ask(Question question, const Workload& workload) override;

  // Starts the server on what an earlier start left behind, and waits until it answers a query
  // about `workload`.
  absl::Status Restart(const Workload& workload);

 private:
  absl::Status Launch();
  absl::Status CreateKpi(const std::string& id, const std::string& metric,
                         okapi::metrics::v1::Aggregation aggregation);
  absl::Status CreateKpis(const Workload& workload);
  absl::StatusOr<okapi::metrics::v1::AggregateKpiResponse> Aggregate(
      const okapi::metrics::v1::AggregateKpiRequest& request);

  const Protocol protocol_;
  std::string directory_;
  std::string address_;
  std::unique_ptr<okapi::metrics::v1::MetricsService::Stub> stub_;
};

}  // namespace okapi::bench
