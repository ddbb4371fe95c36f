#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <memory>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/status/convert.h"
#include "common/status/status_macros.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "tests/bench/goals_reading.h"
#include "tests/bench/peers/okapi_channel.h"
#include "tests/bench/peers/okapi_goals.h"
#include "tests/bench/peers/okapi_process.h"

namespace okapi::bench {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::WatchRequest;
using okapi::goals::v1::WatchResponse;
using okapi::metrics::v1::MetricsService;

constexpr int kKeyResultsEach = 4;
constexpr int kSamples = 100;
// Longer than followers collect what comes closely together: each sample travels alone.
constexpr absl::Duration kPause = absl::Milliseconds(200);
constexpr char kKpi[] = "organizations/bench/kpis/one";

absl::Status CreateKpi(MetricsService::Stub& metrics) {
  okapi::metrics::v1::CreateKpiRequest request;
  request.set_parent(kOrganization);
  request.set_kpi_id("one");
  okapi::metrics::v1::Kpi& kpi = *request.mutable_kpi();
  kpi.set_display_name("One for all");
  kpi.set_metric("one");
  kpi.set_aggregation(okapi::metrics::v1::LAST);
  kpi.set_frequency(okapi::common::v1::MONTH);
  grpc::ClientContext context;
  okapi::metrics::v1::Kpi created;
  return status::FromGrpc(metrics.CreateKpi(&context, request, &created));
}

// Returns once the sample is acknowledged, which means durable.
absl::Status WriteSample(MetricsService::Stub& metrics, double value) {
  okapi::metrics::v1::WriteSamplesRequest request;
  request.set_parent(kOrganization);
  okapi::metrics::v1::SampleBatch& batch = *request.mutable_batch();
  okapi::metrics::v1::SeriesDeclaration& series = *batch.add_series();
  series.set_metric("one");
  series.set_kind(okapi::metrics::v1::GAUGE);
  batch.add_series_refs(0);
  batch.add_times_us(absl::ToUnixMicros(absl::Now()));
  batch.add_values(value);
  grpc::ClientContext context;
  okapi::metrics::v1::WriteSamplesResponse response;
  OKAPI_RETURN_IF_ERROR(status::FromGrpc(metrics.WriteSamples(&context, request, &response)));
  if (response.accepted_count() == 1) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("not taken: ", response.ShortDebugString()));
}

// Watches all key results of the organization.
class KeyResultWatch {
 public:
  explicit KeyResultWatch(OkapiGoals& goals) {
    WatchRequest request;
    request.set_parent(kOrganization);
    request.set_after_revision(0);
    stream_ = goals.stub().Watch(&context_, request);
  }
  ~KeyResultWatch() {
    context_.TryCancel();
    stream_->Finish().IgnoreError();
  }

  // Reads until so many key results have this value.
  absl::Status Await(double value, size_t key_results) {
    std::set<std::string> moved;
    while (moved.size() < key_results) {
      WatchResponse response;
      if (!stream_->Read(&response)) return absl::UnavailableError("the watch has ended");
      for (const auto& record : response.records()) {
        for (const auto& change : record.changes()) {
          KeyResult now;
          if (!change.after().UnpackTo(&now)) continue;
          if (now.current_value() == value) moved.insert(now.name());
        }
      }
    }
    return absl::OkStatus();
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<WatchResponse>> stream_;
};

}  // namespace

absl::Status MeasureFanOut(const std::string& directory, int key_results, Outcome& outcome) {
  ServerProcess metrics_process;
  OKAPI_ASSIGN_OR_RETURN(
      const std::string address,
      StartOkapi("metrics", absl::StrCat(directory, "/metrics"), {}, metrics_process));
  const auto metrics = MetricsService::NewStub(NewChannel(address));
  OKAPI_RETURN_IF_ERROR(CreateKpi(*metrics));
  OkapiGoals goals;
  OKAPI_RETURN_IF_ERROR(goals.Start(absl::StrCat(directory, "/goals"), address,
                                    {.count = key_results / kKeyResultsEach,
                                     .key_results_each = kKeyResultsEach,
                                     .children = 0,
                                     .kpi = kKpi}));
  KeyResultWatch watch(goals);
  const auto all = static_cast<size_t>(key_results / kKeyResultsEach * kKeyResultsEach);
  // The first is not measured: streams open for it.
  std::vector<double> times_ms;
  for (int sample = 0; sample <= kSamples; ++sample) {
    absl::SleepFor(kPause);
    const double value = sample + 1;
    OKAPI_RETURN_IF_ERROR(WriteSample(*metrics, value));
    const absl::Time acknowledged = absl::Now();
    OKAPI_RETURN_IF_ERROR(watch.Await(value, all));
    if (sample > 0) times_ms.push_back(absl::ToDoubleMilliseconds(absl::Now() - acknowledged));
  }
  std::sort(times_ms.begin(), times_ms.end());
  const double p99 = times_ms[(times_ms.size() * 99 + 99) / 100 - 1];
  outcome.figures["fan_out_key_results"] = static_cast<double>(all);
  outcome.figures["fan_out_ms"] = Median(times_ms);
  outcome.figures["fan_out_p99_ms"] = p99;
  Note(absl::StrFormat("a sample moved %d key results after %.1f ms, p99 %.1f ms", all,
                       Median(times_ms), p99));
  return absl::OkStatus();
}

}  // namespace okapi::bench
