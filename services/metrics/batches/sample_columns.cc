#include "services/metrics/batches/sample_columns.h"

#include "common/status/errors.h"
#include "okapi/storage/v1/records.pb.h"

namespace okapi::metrics {

std::string EncodeColumns(const SampleColumns& columns) {
  storage::v1::SampleBatchRecord record;
  record.mutable_series()->Assign(columns.series.begin(), columns.series.end());
  record.mutable_values()->Assign(columns.values.begin(), columns.values.end());
  record.mutable_time_deltas_us()->Reserve(static_cast<int>(columns.size()));
  int64_t before = 0;
  for (const int64_t time : columns.times_us) {
    record.add_time_deltas_us(time - before);
    before = time;
  }
  return record.SerializeAsString();
}

absl::StatusOr<SampleColumns> DecodeColumns(absl::string_view bytes) {
  storage::v1::SampleBatchRecord record;
  if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return status::Corrupt("a batch of samples does not parse");
  }
  if (record.series_size() != record.values_size() ||
      record.series_size() != record.time_deltas_us_size()) {
    return status::Corrupt("the columns of a batch of samples differ in length");
  }
  SampleColumns columns;
  columns.series.assign(record.series().begin(), record.series().end());
  columns.values.assign(record.values().begin(), record.values().end());
  columns.times_us.reserve(columns.series.size());
  int64_t time = 0;
  for (const int64_t delta : record.time_deltas_us()) {
    time += delta;
    columns.times_us.push_back(time);
  }
  return columns;
}

}  // namespace okapi::metrics
