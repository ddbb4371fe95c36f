#include "tests/bench/goals_fan_out.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/declare.h"
#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "tests/bench/peers/goals_server.h"
#include "tests/bench/peers/okapi_call.h"
#include "tests/bench/peers/okapi_channel.h"
#include "tests/bench/peers/okapi_program.h"

ABSL_DECLARE_FLAG(std::string, okapi_metrics);
ABSL_FLAG(int, fan_out, 1000, "key results that one KPI drives; 0 leaves it out");
ABSL_FLAG(int, fan_out_samples, 100, "samples of that KPI, one after the other");

namespace okapi::bench {
namespace {

namespace goals = okapi::goals::v1;
namespace metrics = okapi::metrics::v1;
using Metrics = metrics::MetricsService::Stub;

constexpr int kKeyResultsEach = 5;
constexpr char kMetric[] = "orders";
constexpr char kKpi[] = "organizations/bench/kpis/orders";

// okapi-metrics with the one KPI.
class KpiServer {
 public:
  absl::Status Start(const std::string& directory) {
    OKAPI_ASSIGN_OR_RETURN(address_, StartOkapi("metrics", absl::GetFlag(FLAGS_okapi_metrics),
                                                directory, {}, process_));
    stub_ = metrics::MetricsService::NewStub(NewChannel(address_));
    metrics::CreateKpiRequest request;
    request.set_parent(kOrganization);
    request.set_kpi_id("orders");
    request.mutable_kpi()->set_display_name("Orders");
    request.mutable_kpi()->set_metric(kMetric);
    request.mutable_kpi()->set_aggregation(metrics::LAST);
    request.mutable_kpi()->set_frequency(okapi::common::v1::YEAR);
    return Call(*stub_, &Metrics::CreateKpi, request).status();
  }
  // One sample, measured now; durable when this returns.
  absl::Status Write(double value) {
    metrics::WriteSamplesRequest request;
    request.set_parent(kOrganization);
    metrics::SampleBatch& batch = *request.mutable_batch();
    batch.add_series()->set_metric(kMetric);
    batch.mutable_series(0)->set_kind(metrics::GAUGE);
    batch.add_series_refs(0);
    batch.add_times_us(absl::ToUnixMicros(absl::Now()));
    batch.add_values(value);
    OKAPI_ASSIGN_OR_RETURN(const metrics::WriteSamplesResponse response,
                           Call(*stub_, &Metrics::WriteSamples, request));
    if (response.accepted_count() == 1) return absl::OkStatus();
    return absl::InvalidArgumentError("okapi-metrics refused the sample");
  }
  const std::string& address() const { return address_; }

 private:
  ServerProcess process_;
  std::string address_;
  std::unique_ptr<Metrics> stub_;
};

// The goal service's watch stream of the organization, from now on.
class KeyResultWatch {
 public:
  explicit KeyResultWatch(GoalsServer& server) {
    goals::WatchRequest request;
    request.set_parent(kOrganization);
    watch_ = server.stub().Watch(&context_, request);
    goals::WatchResponse begun;
    watch_->Read(&begun);  // Whatever comes from now on is seen. Await() tells when there is none.
  }
  ~KeyResultWatch() {
    context_.TryCancel();
    watch_->Finish().IgnoreError();
  }
  // Reads until so many key results have shown the value.
  absl::Status Await(double value, size_t key_results) {
    std::set<std::string> shown;
    while (shown.size() < key_results) {
      goals::WatchResponse message;
      if (!watch_->Read(&message)) return absl::UnavailableError("the watch stream ended");
      for (const auto& record : message.records()) {
        for (const auto& change : record.changes()) {
          goals::KeyResult after;
          if (change.after().UnpackTo(&after) && after.current_value() == value) {
            shown.insert(after.name());
          }
        }
      }
    }
    return absl::OkStatus();
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<goals::WatchResponse>> watch_;
};

absl::Status BuildScene(GoalsServer& server, int key_results) {
  for (int i = 0; i * kKeyResultsEach < key_results; ++i) {
    const std::string objective = absl::StrFormat("o-%d", i);
    OKAPI_RETURN_IF_ERROR(server.CreateObjective(objective, ""));
    for (int k = 0; k < kKeyResultsEach; ++k) {
      OKAPI_RETURN_IF_ERROR(server.CreateKeyResult(objective, absl::StrFormat("k-%d", k), kKpi));
    }
    OKAPI_RETURN_IF_ERROR(server.Activate(objective));
  }
  return absl::OkStatus();
}

// The value that 99 % do not exceed.
double Percentile99(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto rank = static_cast<size_t>(std::ceil(0.99 * static_cast<double>(values.size())));
  return values[rank - 1];
}

// From each acknowledged sample until all key results have shown it.
absl::StatusOr<std::vector<double>> DelaysMs(GoalsServer& server, KpiServer& kpis,
                                             size_t key_results, int samples) {
  KeyResultWatch watch(server);
  // The first also waits until the goal service hears the KPI.
  OKAPI_RETURN_IF_ERROR(kpis.Write(1));
  OKAPI_RETURN_IF_ERROR(watch.Await(1, key_results));
  std::vector<double> delays;
  for (int i = 0; i < samples; ++i) {
    const double value = i + 2;
    OKAPI_RETURN_IF_ERROR(kpis.Write(value));
    const absl::Time acknowledged = absl::Now();
    OKAPI_RETURN_IF_ERROR(watch.Await(value, key_results));
    delays.push_back(absl::ToDoubleMilliseconds(absl::Now() - acknowledged));
  }
  return delays;
}

}  // namespace

absl::Status MeasureFanOut(const std::string& directory, Outcome& outcome) {
  const int key_results = absl::GetFlag(FLAGS_fan_out);
  if (key_results == 0) return absl::OkStatus();
  KpiServer kpis;
  GoalsServer server;
  OKAPI_RETURN_IF_ERROR(kpis.Start(directory + "/metrics"));
  OKAPI_RETURN_IF_ERROR(server.Start(directory + "/goals", kpis.address()));
  OKAPI_RETURN_IF_ERROR(BuildScene(server, key_results));
  server.process().WaitIdle(absl::Minutes(1));
  OKAPI_ASSIGN_OR_RETURN(const std::vector<double> delays,
                         DelaysMs(server, kpis, static_cast<size_t>(key_results),
                                  absl::GetFlag(FLAGS_fan_out_samples)));
  outcome.figures["fan_out_key_results"] = key_results;
  outcome.figures["fan_out_median_ms"] = Median(delays);
  outcome.figures["fan_out_p99_ms"] = Percentile99(delays);
  Note(absl::StrFormat("%d key results of one KPI: median %.1f ms, p99 %.1f ms", key_results,
                       Median(delays), Percentile99(delays)));
  server.process().Kill();
  std::filesystem::remove_all(directory);
  return absl::OkStatus();
}

}  // namespace okapi::bench
