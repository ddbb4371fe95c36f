#include "tests/bench/peers/okapi_metrics.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/convert.h"
#include "common/status/status_macros.h"
#include "tests/bench/peers/callers.h"
#include "tests/bench/peers/okapi_channel.h"
#include "tests/bench/peers/okapi_process.h"

namespace okapi::bench {
namespace {

using okapi::metrics::v1::CreateKpiRequest;
using okapi::metrics::v1::MetricsService;
using okapi::metrics::v1::SampleBatch;
using okapi::metrics::v1::SeriesDeclaration;
using okapi::metrics::v1::WriteSamplesRequest;
using okapi::metrics::v1::WriteSamplesResponse;

constexpr int kBatchSamples = 10'000;
constexpr int kCallers = 16;

std::string MetricOf(int kpi) { return absl::StrCat("metric_", kpi); }

void Declare(int kpi, SampleBatch& batch) {
  SeriesDeclaration& series = *batch.add_series();
  series.set_metric(MetricOf(kpi));
  series.set_kind(okapi::metrics::v1::DELTA);
}

absl::Status Write(MetricsService::Stub& stub, const WriteSamplesRequest& request) {
  grpc::ClientContext context;
  WriteSamplesResponse response;
  OKAPI_RETURN_IF_ERROR(status::FromGrpc(stub.WriteSamples(&context, request, &response)));
  if (response.accepted_count() == request.batch().values_size()) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("not taken: ", response.ShortDebugString()));
}

}  // namespace

absl::Status OkapiMetrics::Start(const std::string& directory, int kpis) {
  kpis_ = kpis;
  OKAPI_ASSIGN_OR_RETURN(address_, StartOkapi("metrics", directory, {}, process_));
  stub_ = MetricsService::NewStub(NewChannel(address_));
  return CreateKpis();
}

absl::Status OkapiMetrics::CreateKpis() {
  std::vector<std::string> requests;
  for (int kpi = 0; kpi < kpis_; ++kpi) {
    CreateKpiRequest request;
    request.set_parent(kOrganization);
    request.set_kpi_id(absl::StrCat("kpi-", kpi));
    auto& it = *request.mutable_kpi();
    it.set_display_name(absl::StrCat("KPI ", kpi));
    it.set_metric(MetricOf(kpi));
    it.set_aggregation(okapi::metrics::v1::SUM);
    it.set_frequency(okapi::common::v1::MONTH);
    it.add_targets()->set_value(100);
    requests.push_back(request.SerializeAsString());
  }
  Callers callers(address_, 1);
  return callers.CallAll("/okapi.metrics.v1.MetricsService/CreateKpi", kCallers, requests);
}

absl::Status OkapiMetrics::AddDays(int days) {
  const absl::Time now = absl::Now();
  const int per_batch = std::max(1, kBatchSamples / days);
  for (int first = 0; first < kpis_; first += per_batch) {
    WriteSamplesRequest request;
    request.set_parent(kOrganization);
    SampleBatch& batch = *request.mutable_batch();
    for (int kpi = first; kpi < std::min(kpis_, first + per_batch); ++kpi) {
      Declare(kpi, batch);
      for (int day = days; day > 0; --day) {
        batch.add_series_refs(static_cast<uint32_t>(kpi - first));
        batch.add_times_us(absl::ToUnixMicros(now - absl::Hours(24) * day));
        batch.add_values((kpi + day) % 7);
      }
    }
    OKAPI_RETURN_IF_ERROR(Write(*stub_, request));
  }
  return absl::OkStatus();
}

absl::Status OkapiMetrics::AddSample(int kpi, double value, absl::Time time) {
  WriteSamplesRequest request;
  request.set_parent(kOrganization);
  Declare(kpi, *request.mutable_batch());
  request.mutable_batch()->add_series_refs(0);
  request.mutable_batch()->add_times_us(absl::ToUnixMicros(time));
  request.mutable_batch()->add_values(value);
  return Write(*stub_, request);
}

}  // namespace okapi::bench
