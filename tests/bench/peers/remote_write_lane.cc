#include "tests/bench/peers/remote_write_lane.h"

#include <snappy.h>

#include "common/status/status_macros.h"
#include "tests/bench/peers/remote_write.pb.h"

namespace okapi::bench {
namespace {

constexpr char kHeaders[] =
    "Content-Type: application/x-protobuf\r\n"
    "Content-Encoding: snappy\r\n"
    "X-Prometheus-Remote-Write-Version: 0.1.0\r\n";

void AddLabel(const char* name, std::string value, TimeSeries& series) {
  bench::Label& label = *series.add_labels();
  label.set_name(name);
  label.set_value(std::move(value));
}

}  // namespace

std::string RemoteWriteLane::Encode(const Batch& batch) {
  WriteRequest request;
  for (int series = batch.first_series; series < batch.first_series + batch.series_count;
       ++series) {
    TimeSeries& written = *request.add_timeseries();
    AddLabel("__name__", workload_.Metric(series), written);
    for (Workload::Label& label : workload_.Labels(series)) {
      AddLabel(label.name, std::move(label.value), written);
    }
    for (int step = batch.first_step; step < batch.first_step + batch.step_count; ++step) {
      Sample& sample = *written.add_samples();
      sample.set_value(workload_.Value(series, step));
      sample.set_timestamp(workload_.TimeMs(step));
    }
  }
  const std::string plain = request.SerializeAsString();
  std::string compressed;
  snappy::Compress(plain.data(), plain.size(), &compressed);
  return compressed;
}

absl::Status RemoteWriteLane::Send(const std::vector<std::string>& requests) {
  for (const std::string& request : requests) {
    OKAPI_RETURN_IF_ERROR(connection_.Post("/api/v1/write", kHeaders, request).status());
  }
  return absl::OkStatus();
}

}  // namespace okapi::bench
