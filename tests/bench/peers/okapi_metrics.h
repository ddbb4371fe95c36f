#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "tests/bench/peers/server_process.h"

namespace okapi::bench {

// okapi-metrics from this build, with KPIs `kpi-0`, `kpi-1`, ... of the organization that all
// benches share, each with a metric of its own and a target.
class OkapiMetrics {
 public:
  absl::Status Start(const std::string& directory, int kpis);

  // One sample a day of every KPI, over so many days up to now.
  absl::Status AddDays(int days);
  // Returns once the sample is acknowledged, which means durable.
  absl::Status AddSample(int kpi, double value, absl::Time time);

  const std::string& address() const { return address_; }

 private:
  absl::Status CreateKpis();

  int kpis_ = 0;
  std::string address_;
  ServerProcess process_;
  std::unique_ptr<okapi::metrics::v1::MetricsService::Stub> stub_;
};

}  // namespace okapi::bench
