#pragma once

#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "okapi/common/v1/audit_service.grpc.pb.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"

namespace okapi::reporting {

// A metrics service that says what a test wants, also what the real one hardly ever does: hang,
// refuse a question, go away in the middle of a stream. Serves on a free port until it is destroyed
// or stopped.
class ScriptedMetrics final : public okapi::metrics::v1::MetricsService::Service {
 public:
  ScriptedMetrics();
  ~ScriptedMetrics() override { Stop(); }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  // Ends every call and frees the port; Start() takes the same port again.
  void Stop();
  void Start();

  // Adds a KPI, or changes its number in every period.
  void Set(const std::string& kpi, double value) OKAPI_EXCLUDES(mutex_);
  void Remove(const std::string& kpi) OKAPI_EXCLUDES(mutex_);
  // That many comments on the KPI, about February 2025 and said on its last day.
  void Say(const std::string& kpi, const std::string& text, int times = 1) OKAPI_EXCLUDES(mutex_);
  // What was asked last about comments, with the token of the page.
  okapi::metrics::v1::ListKpiCommentsRequest asked_comments() OKAPI_EXCLUDES(mutex_);
  // Questions about the KPI are refused.
  void Refuse(const std::string& kpi) OKAPI_EXCLUDES(mutex_);
  // From now on nobody is told which KPIs there are.
  void RefuseKpis(bool refuse) OKAPI_EXCLUDES(mutex_);
  // How often somebody has asked which there are.
  int kpis_asked() OKAPI_EXCLUDES(mutex_);
  // From now on unary calls are not answered before they are cancelled.
  void Hang(bool hang) OKAPI_EXCLUDES(mutex_);
  // The longest time that a caller of a unary method meant to wait for its answer, of those since
  // this was last asked.
  absl::Duration TakeLongestWait() OKAPI_EXCLUDES(mutex_);
  // Streams of answers opened so far.
  int streams_opened() OKAPI_EXCLUDES(mutex_);

 private:
  using Context = grpc::ServerContext;

  // Says how far the service has come, if it does not hang.
  class Head final : public okapi::common::v1::AuditService::Service {
   public:
    explicit Head(ScriptedMetrics& metrics) : metrics_(metrics) {}
    grpc::Status GetHead(Context* context, const okapi::common::v1::GetHeadRequest* request,
                         okapi::common::v1::Head* response) override;

   private:
    ScriptedMetrics& metrics_;
  };

  grpc::Status GetSettings(Context* context, const okapi::metrics::v1::GetSettingsRequest* request,
                           okapi::metrics::v1::Settings* response) override;
  grpc::Status ListKpis(Context* context, const okapi::metrics::v1::ListKpisRequest* request,
                        okapi::metrics::v1::ListKpisResponse* response) override;
  grpc::Status ListKpiComments(Context* context,
                               const okapi::metrics::v1::ListKpiCommentsRequest* request,
                               okapi::metrics::v1::ListKpiCommentsResponse* response) override;
  grpc::Status AggregateKpi(Context* context,
                            const okapi::metrics::v1::AggregateKpiRequest* request,
                            okapi::metrics::v1::AggregateKpiResponse* response) override;
  grpc::Status BatchAggregateKpis(
      Context* context, const okapi::metrics::v1::BatchAggregateKpisRequest* request,
      okapi::metrics::v1::BatchAggregateKpisResponse* response) override;
  grpc::Status WatchAggregates(
      Context* context, const okapi::metrics::v1::WatchAggregatesRequest* request,
      grpc::ServerWriter<okapi::metrics::v1::WatchAggregatesResponse>* writer) override;
  grpc::Status Watch(Context* context, const okapi::metrics::v1::WatchRequest* request,
                     grpc::ServerWriter<okapi::metrics::v1::WatchResponse>* writer) override;

  // OK once the call may be answered.
  grpc::Status Admit(Context* context) OKAPI_EXCLUDES(mutex_);
  grpc::Status AwaitRelease(Context* context) OKAPI_EXCLUDES(mutex_);
  // Waits for the count to differ from `seen`, and returns it; the same when the call is over.
  int AwaitChange(Context* context, int seen, int ScriptedMetrics::*count) OKAPI_EXCLUDES(mutex_);
  grpc::Status Answer(const okapi::metrics::v1::AggregateKpiRequest& request,
                      okapi::metrics::v1::AggregateKpiResponse& response) OKAPI_EXCLUDES(mutex_);

  int port_ = 0;
  Head head_{*this};
  std::unique_ptr<grpc::Server> server_;
  base::Mutex mutex_;
  base::CondVar changed_;
  bool stopping_ OKAPI_GUARDED_BY(mutex_) = false;
  bool hang_ OKAPI_GUARDED_BY(mutex_) = false;
  absl::Duration longest_wait_ OKAPI_GUARDED_BY(mutex_);
  int streams_opened_ OKAPI_GUARDED_BY(mutex_) = 0;
  // Count the changes of definitions and of numbers.
  int definitions_ OKAPI_GUARDED_BY(mutex_) = 0;
  int numbers_ OKAPI_GUARDED_BY(mutex_) = 0;
  std::map<std::string, double> values_ OKAPI_GUARDED_BY(mutex_);
  std::vector<okapi::metrics::v1::KpiComment> comments_ OKAPI_GUARDED_BY(mutex_);
  okapi::metrics::v1::ListKpiCommentsRequest asked_comments_ OKAPI_GUARDED_BY(mutex_);
  std::string refused_ OKAPI_GUARDED_BY(mutex_);
  bool kpis_refused_ OKAPI_GUARDED_BY(mutex_) = false;
  int kpis_asked_ OKAPI_GUARDED_BY(mutex_) = 0;
};

}  // namespace okapi::reporting
