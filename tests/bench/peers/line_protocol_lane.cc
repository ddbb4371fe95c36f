#include "tests/bench/peers/line_protocol_lane.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/status_macros.h"

namespace okapi::bench {

std::string LineProtocolLane::Encode(const Batch& batch) {
  std::string text;
  for (int series = batch.first_series; series < batch.first_series + batch.series_count;
       ++series) {
    std::string key = workload_.Metric(series);
    for (const Workload::Label& label : workload_.Labels(series)) {
      absl::StrAppend(&key, ",", label.name, "=", label.value);
    }
    for (int step = batch.first_step; step < batch.first_step + batch.step_count; ++step) {
      // Two decimals give the value exactly.
      absl::StrAppendFormat(&text, "%s value=%.2f %d\n", key, workload_.Value(series, step),
                            workload_.TimeMs(step));
    }
  }
  return text;
}

absl::Status LineProtocolLane::Send(const std::vector<std::string>& requests) {
  for (const std::string& request : requests) {
    OKAPI_RETURN_IF_ERROR(connection_.Post("/write?db=bench&precision=ms", "", request).status());
  }
  return absl::OkStatus();
}

}  // namespace okapi::bench
