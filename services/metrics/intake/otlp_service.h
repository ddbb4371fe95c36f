#pragma once

#include <grpcpp/grpcpp.h>

#include "common/rpc/runtime.h"
#include "opentelemetry/proto/collector/metrics/v1/metrics_service.grpc.pb.h"
#include "services/metrics/batches/intake_limits.h"
#include "services/metrics/engine/sample_engine.h"
#include "services/metrics/intake/otlp_series.h"

namespace okapi::metrics {

// The wire side of OTLP: a request becomes one batch, which is durable when it is answered.
class OtlpService final
    : public opentelemetry::proto::collector::metrics::v1::MetricsService::CallbackService {
 public:
  // All must outlive the service.
  OtlpService(rpc::Runtime& runtime, SampleEngine& engine, Intakes& intakes);
  ~OtlpService() override;

  grpc::ServerUnaryReactor* Export(
      grpc::CallbackServerContext* context,
      const opentelemetry::proto::collector::metrics::v1::ExportMetricsServiceRequest* request,
      opentelemetry::proto::collector::metrics::v1::ExportMetricsServiceResponse* response)
      override;

 private:
  rpc::Runtime& runtime_;
  SampleEngine& engine_;
  Intakes& intakes_;
  OtlpSeriesPool series_;
};

}  // namespace okapi::metrics
