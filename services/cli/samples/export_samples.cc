#include "services/cli/samples/export_samples.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "common/status/status_macros.h"
#include "common/text/quantity.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/cli/samples/sample_kind.h"
#include "services/cli/samples/sample_labels.h"

namespace okapi::cli {
namespace {

namespace metrics = okapi::metrics::v1;

constexpr int kMetricsPageSize = 1000;
constexpr int kSamplesPageSize = 10'000;

const google::protobuf::MethodDescriptor& MethodOf(const std::string& name) {
  const auto* file = metrics::ListSamplesRequest::descriptor()->file();
  return *file->FindServiceByName("MetricsService")->FindMethodByName(name);
}

std::string CsvText(const std::string& cell) {
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

// One line per sample. Times are to the microsecond, values to the bit.
void WriteSeries(const metrics::SeriesSamples& samples, std::ostream& out) {
  const std::string begin =
      absl::StrCat(samples.series().metric(), ",", SampleKindText(samples.series().kind()), ",");
  const std::string labels =
      samples.series().labels().empty() ? "" : CsvText(LabelsText(samples.series().labels()));
  for (int i = 0; i < samples.values_size(); ++i) {
    out << begin
        << absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", absl::FromUnixMicros(samples.times_us(i)),
                            absl::UTCTimeZone())
        << "," << text::ExactNumber(samples.values(i)) << "," << labels << "\n";
  }
}

absl::Status WriteMetric(absl::string_view organization, const std::string& metric,
                         const Caller& call, std::ostream& out) {
  metrics::ListSamplesRequest request;
  request.set_parent(std::string(organization));
  request.set_metric(metric);
  request.set_page_size(kSamplesPageSize);
  do {
    metrics::ListSamplesResponse page;
    OKAPI_RETURN_IF_ERROR(call(MethodOf("ListSamples"), request, page));
    for (const metrics::SeriesSamples& samples : page.series()) WriteSeries(samples, out);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && out.good());
  return absl::OkStatus();
}

}  // namespace

absl::Status ExportSamples(absl::string_view organization, const Caller& call, std::ostream& out) {
  out << "metric,kind,time,value,labels\n";
  metrics::ListMetricsRequest request;
  request.set_parent(std::string(organization));
  request.set_page_size(kMetricsPageSize);
  do {
    metrics::ListMetricsResponse page;
    OKAPI_RETURN_IF_ERROR(call(MethodOf("ListMetrics"), request, page));
    for (const metrics::Metric& metric : page.metrics()) {
      OKAPI_RETURN_IF_ERROR(WriteMetric(organization, metric.metric(), call, out));
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && out.good());
  return absl::OkStatus();
}

}  // namespace okapi::cli
