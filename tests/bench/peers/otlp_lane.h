#pragma once

#include <grpcpp/generic/generic_stub.h>

#include <memory>
#include <string>
#include <vector>

#include "common/base/mutex.h"
#include "tests/bench/peers/target.h"

namespace okapi::bench {

// OpenTelemetry's MetricsService.Export of okapi-metrics: one data point per sample with all its
// labels as attributes, as a collector sends it, uncompressed; up to kInFlightMax calls at a time.
class OtlpLane final : public Lane {
 public:
  static constexpr int kInFlightMax = 8;

  static absl::StatusOr<std::unique_ptr<Lane>> Open(const std::string& address,
                                                    const Workload& workload);
  OtlpLane(const std::string& address, const Workload& workload);

  std::string Encode(const Batch& batch) override;
  // UNIMPLEMENTED when this okapi-metrics does not speak OTLP.
  absl::Status Send(const std::vector<std::string>& requests) override OKAPI_EXCLUDES(mutex_);

 private:
  struct Call;

  void Start(const std::string& request);
  // Takes the answer. Called by gRPC's threads.
  void Finish(const Call& call, const grpc::Status& status) OKAPI_EXCLUDES(mutex_);

  const Workload& workload_;
  grpc::GenericStub stub_;

  base::Mutex mutex_;
  base::CondVar changed_;
  int in_flight_ OKAPI_GUARDED_BY(mutex_) = 0;
  absl::Status error_ OKAPI_GUARDED_BY(mutex_);  // The first.
};

}  // namespace okapi::bench
