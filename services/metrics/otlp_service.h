#pragma once

#include <grpcpp/grpcpp.h>

#include "common/rpc/runtime.h"
#include "opentelemetry/proto/collector/metrics/v1/metrics_service.grpc.pb.h"
#include "services/metrics/otlp_series.h"
#include "services/metrics/sample_engine.h"

namespace okapi::metrics {

// The wire side of OTLP: a request becomes one batch, which is durable when it is answered.
class OtlpService final
    : public opentelemetry::proto::collector::metrics::v1::MetricsService::CallbackService {
 public:
  // Both must outlive the service.
  OtlpService(rpc::Runtime& runtime, SampleEngine& engine) : runtime_(runtime), engine_(engine) {}

  grpc::ServerUnaryReactor* Export(
      grpc::CallbackServerContext* context,
      const opentelemetry::proto::collector::metrics::v1::ExportMetricsServiceRequest* request,
      opentelemetry::proto::collector::metrics::v1::ExportMetricsServiceResponse* response)
      override;

 private:
  rpc::Runtime& runtime_;
  SampleEngine& engine_;
  OtlpSeriesPool series_;
};

}  // namespace okapi::metrics
