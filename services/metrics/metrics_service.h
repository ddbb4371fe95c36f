#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>

#include "absl/status/statusor.h"
#include "common/base/ids.h"
#include "common/rpc/runtime.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "services/metrics/batches/intake_limits.h"
#include "services/metrics/deletion/retention.h"
#include "services/metrics/engine/sample_engine.h"
#include "services/metrics/intake/otlp_service.h"
#include "services/metrics/kpis/definitions.h"
#include "services/metrics/queries/aggregate_stream.h"
#include "services/metrics/queries/aggregate_watches.h"

namespace okapi::metrics {

// The wire side of metrics: names the call, the parts do it.
class MetricsService final : public okapi::metrics::v1::MetricsService::CallbackService {
 public:
  // Reads the samples back. Both must outlive the service.
  static absl::StatusOr<std::unique_ptr<MetricsService>> Create(rpc::Runtime& runtime,
                                                                base::IdGenerator& ids,
                                                                SampleEngineOptions options = {});
  ~MetricsService() override;

  grpc::ServerUnaryReactor* GetSettings(grpc::CallbackServerContext* context,
                                        const okapi::metrics::v1::GetSettingsRequest* request,
                                        okapi::metrics::v1::Settings* response) override;
  grpc::ServerUnaryReactor* UpdateSettings(grpc::CallbackServerContext* context,
                                           const okapi::metrics::v1::UpdateSettingsRequest* request,
                                           okapi::metrics::v1::Settings* response) override;
  grpc::ServerUnaryReactor* GetSettingsHistory(
      grpc::CallbackServerContext* context,
      const okapi::metrics::v1::GetSettingsHistoryRequest* request,
      okapi::metrics::v1::SettingsHistory* response) override;
  grpc::ServerUnaryReactor* ImportSettingsHistory(
      grpc::CallbackServerContext* context,
      const okapi::metrics::v1::ImportSettingsHistoryRequest* request,
      okapi::metrics::v1::Settings* response) override;
  grpc::ServerUnaryReactor* GetKpi(grpc::CallbackServerContext* context,
                                   const okapi::metrics::v1::GetKpiRequest* request,
                                   okapi::metrics::v1::Kpi* response) override;
  grpc::ServerUnaryReactor* ListKpis(grpc::CallbackServerContext* context,
                                     const okapi::metrics::v1::ListKpisRequest* request,
                                     okapi::metrics::v1::ListKpisResponse* response) override;
  grpc::ServerUnaryReactor* CreateKpi(grpc::CallbackServerContext* context,
                                      const okapi::metrics::v1::CreateKpiRequest* request,
                                      okapi::metrics::v1::Kpi* response) override;
  grpc::ServerUnaryReactor* UpdateKpi(grpc::CallbackServerContext* context,
                                      const okapi::metrics::v1::UpdateKpiRequest* request,
                                      okapi::metrics::v1::Kpi* response) override;
  grpc::ServerUnaryReactor* DeleteKpi(grpc::CallbackServerContext* context,
                                      const okapi::metrics::v1::DeleteKpiRequest* request,
                                      google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* SignOffKpi(grpc::CallbackServerContext* context,
                                       const okapi::metrics::v1::SignOffKpiRequest* request,
                                       okapi::metrics::v1::Kpi* response) override;
  grpc::ServerUnaryReactor* RetireKpi(grpc::CallbackServerContext* context,
                                      const okapi::metrics::v1::RetireKpiRequest* request,
                                      okapi::metrics::v1::Kpi* response) override;
  grpc::ServerUnaryReactor* ReactivateKpi(grpc::CallbackServerContext* context,
                                          const okapi::metrics::v1::ReactivateKpiRequest* request,
                                          okapi::metrics::v1::Kpi* response) override;
  grpc::ServerUnaryReactor* GetKpiHistory(grpc::CallbackServerContext* context,
                                          const okapi::metrics::v1::GetKpiHistoryRequest* request,
                                          okapi::metrics::v1::KpiHistory* response) override;
  grpc::ServerUnaryReactor* ImportKpiHistory(
      grpc::CallbackServerContext* context,
      const okapi::metrics::v1::ImportKpiHistoryRequest* request,
      okapi::metrics::v1::Kpi* response) override;
  grpc::ServerUnaryReactor* GetKpiComment(grpc::CallbackServerContext* context,
                                          const okapi::metrics::v1::GetKpiCommentRequest* request,
                                          okapi::metrics::v1::KpiComment* response) override;
  grpc::ServerUnaryReactor* ListKpiComments(
      grpc::CallbackServerContext* context,
      const okapi::metrics::v1::ListKpiCommentsRequest* request,
      okapi::metrics::v1::ListKpiCommentsResponse* response) override;
  grpc::ServerUnaryReactor* CreateKpiComment(
      grpc::CallbackServerContext* context,
      const okapi::metrics::v1::CreateKpiCommentRequest* request,
      okapi::metrics::v1::KpiComment* response) override;
  grpc::ServerUnaryReactor* UpdateKpiComment(
      grpc::CallbackServerContext* context,
      const okapi::metrics::v1::UpdateKpiCommentRequest* request,
      okapi::metrics::v1::KpiComment* response) override;
  grpc::ServerUnaryReactor* DeleteKpiComment(
      grpc::CallbackServerContext* context,
      const okapi::metrics::v1::DeleteKpiCommentRequest* request,
      google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* AggregateKpi(
      grpc::CallbackServerContext* context, const okapi::metrics::v1::AggregateKpiRequest* request,
      okapi::metrics::v1::AggregateKpiResponse* response) override;
  grpc::ServerUnaryReactor* BatchAggregateKpis(
      grpc::CallbackServerContext* context,
      const okapi::metrics::v1::BatchAggregateKpisRequest* request,
      okapi::metrics::v1::BatchAggregateKpisResponse* response) override;
  grpc::ServerWriteReactor<okapi::metrics::v1::StreamAggregateKpisResponse>* StreamAggregateKpis(
      grpc::CallbackServerContext* context,
      const okapi::metrics::v1::StreamAggregateKpisRequest* request) override;
  grpc::ServerUnaryReactor* ListSamples(grpc::CallbackServerContext* context,
                                        const okapi::metrics::v1::ListSamplesRequest* request,
                                        okapi::metrics::v1::ListSamplesResponse* response) override;
  grpc::ServerUnaryReactor* ListLatestSamples(
      grpc::CallbackServerContext* context,
      const okapi::metrics::v1::ListLatestSamplesRequest* request,
      okapi::metrics::v1::ListLatestSamplesResponse* response) override;
  grpc::ServerUnaryReactor* ListMetrics(grpc::CallbackServerContext* context,
                                        const okapi::metrics::v1::ListMetricsRequest* request,
                                        okapi::metrics::v1::ListMetricsResponse* response) override;
  grpc::ServerUnaryReactor* ListSeries(grpc::CallbackServerContext* context,
                                       const okapi::metrics::v1::ListSeriesRequest* request,
                                       okapi::metrics::v1::ListSeriesResponse* response) override;
  grpc::ServerUnaryReactor* ListLabels(grpc::CallbackServerContext* context,
                                       const okapi::metrics::v1::ListLabelsRequest* request,
                                       okapi::metrics::v1::ListLabelsResponse* response) override;
  grpc::ServerUnaryReactor* ListLabelValues(
      grpc::CallbackServerContext* context,
      const okapi::metrics::v1::ListLabelValuesRequest* request,
      okapi::metrics::v1::ListLabelValuesResponse* response) override;
  grpc::ServerUnaryReactor* WriteSamples(
      grpc::CallbackServerContext* context, const okapi::metrics::v1::WriteSamplesRequest* request,
      okapi::metrics::v1::WriteSamplesResponse* response) override;
  grpc::ServerUnaryReactor* PurgeSamples(
      grpc::CallbackServerContext* context, const okapi::metrics::v1::PurgeSamplesRequest* request,
      okapi::metrics::v1::PurgeSamplesResponse* response) override;
  grpc::ServerBidiReactor<okapi::metrics::v1::StreamSamplesRequest,
                          okapi::metrics::v1::StreamSamplesResponse>*
  StreamSamples(grpc::CallbackServerContext* context) override;
  grpc::ServerWriteReactor<okapi::metrics::v1::WatchAggregatesResponse>* WatchAggregates(
      grpc::CallbackServerContext* context,
      const okapi::metrics::v1::WatchAggregatesRequest* request) override;
  grpc::ServerWriteReactor<okapi::metrics::v1::WatchResponse>* Watch(
      grpc::CallbackServerContext* context,
      const okapi::metrics::v1::WatchRequest* request) override;

  // The same intake by OTLP, a gRPC service of its own. Lives as long as this object.
  OtlpService& otlp() { return otlp_; }

 private:
  MetricsService(rpc::Runtime& runtime, base::IdGenerator& ids,
                 std::unique_ptr<SampleEngine> engine);

  rpc::Runtime& runtime_;
  const Definitions definitions_;
  const std::unique_ptr<SampleEngine> engine_;
  Intakes intakes_;
  AggregateWatches watches_;
  AggregateStreams streams_;
  OtlpService otlp_;
  const std::shared_ptr<Retention> retention_;
};

}  // namespace okapi::metrics
