#include <google/protobuf/stubs/logging.h>

#include <vector>

#include "services/metrics/intake/otlp_points.h"
#include "tests/fuzz/expect.h"

// Any bytes as an OTLP request, and as a gauge or sum in one.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using okapi::fuzz::Expect;
  using okapi::metrics::OtlpPoints;
  using okapi::metrics::OtlpSeries;
  const google::protobuf::LogSilencer silence;  // It would tell of every text that is not UTF-8.
  opentelemetry::proto::collector::metrics::v1::ExportMetricsServiceRequest request;
  if (!request.ParseFromArray(data, static_cast<int>(size))) {
    auto& metrics = *request.add_resource_metrics()->add_scope_metrics();
    metrics.add_metrics()->set_gauge(data, size);
    metrics.add_metrics()->set_sum(data, size);
  }
  OtlpSeries series;
  OtlpPoints points(series, [size](const auto&) { return size % 2 == 0; });
  points.Add(request);
  const auto& batch = points.batch();
  Expect(batch.times_us_size() == batch.series_refs_size() &&
             batch.values_size() == batch.series_refs_size(),
         "columns have one length");
  std::vector<int32_t> all;
  for (int i = 0; i < batch.series_refs_size(); ++i) {
    Expect(batch.series_refs(i) < series.declared().size(), "a sample's series is declared");
    all.push_back(i);
  }
  Expect((points.RejectedCount(all) > 0) == !points.problem().empty(), "a refusal says why");
  return 0;
}
