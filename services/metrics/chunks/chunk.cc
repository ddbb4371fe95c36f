#include "services/metrics/chunks/chunk.h"

#include <algorithm>

#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/key_codec.h"
#include "okapi/storage/v1/records.pb.h"

namespace okapi::metrics {

std::string ChunkKey::Encode() const {
  return storage::KeyWriter()
      .Bytes(organization)
      .U64(series)
      .I64(last_us)
      .U64(static_cast<uint64_t>(revision))
      .U64(id)
      .Finish();
}

absl::StatusOr<ChunkKey> ChunkKey::Decode(absl::string_view bytes) {
  ChunkKey key;
  uint64_t revision = 0;
  storage::KeyReader reader(bytes);
  reader.Bytes(&key.organization);
  reader.U64(&key.series);
  reader.I64(&key.last_us);
  reader.U64(&revision);
  reader.U64(&key.id);
  OKAPI_RETURN_IF_ERROR(reader.Done());
  key.revision = static_cast<int64_t>(revision);
  return key;
}

ChunkStats StatsOf(v1::SampleKind kind, absl::Span<const Sample> samples) {
  ChunkStats stats;
  stats.count = static_cast<int64_t>(samples.size());
  stats.first_us = samples.front().time_us;
  stats.last_us = samples.back().time_us;
  stats.last_value = samples.back().value;
  stats.min = stats.max = samples.front().value;
  for (const Sample& sample : samples) {
    stats.sum.Add(sample.value);
    stats.min = std::min(stats.min, sample.value);
    stats.max = std::max(stats.max, sample.value);
  }
  for (auto it = samples.rbegin(); it != samples.rend() && it->time_us == stats.last_us; ++it) {
    stats.last_sum += it->value;
    ++stats.last_count;
  }
  if (kind != v1::CUMULATIVE) return stats;
  stats.first_value = samples.front().value;
  for (size_t i = 1; i < samples.size(); ++i) {
    stats.increase += CounterStep(samples[i - 1].value, samples[i].value);
  }
  return stats;
}

std::string EncodeStats(const ChunkStats& stats) {
  storage::v1::ChunkStatsRecord record;
  record.set_count(stats.count);
  record.set_span_us(stats.last_us - stats.first_us);
  record.set_sum(stats.sum.total());
  record.set_sum_lost(stats.sum.lost());
  record.set_min(stats.min);
  record.set_max(stats.max);
  record.set_first_value(stats.first_value);
  record.set_last_value(stats.last_value);
  if (stats.last_count > 1) {
    record.set_last_count(stats.last_count);
    record.set_last_sum(stats.last_sum);
  }
  record.set_increase(stats.increase);
  return record.SerializeAsString();
}

absl::StatusOr<ChunkStats> DecodeStats(int64_t last_us, absl::string_view bytes) {
  storage::v1::ChunkStatsRecord record;
  if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || record.count() <= 0 ||
      record.span_us() < 0) {
    return status::Corrupt("the statistics of a chunk are damaged");
  }
  ChunkStats stats;
  stats.count = record.count();
  stats.sum = scoring::Sum(record.sum(), record.sum_lost());
  stats.min = record.min();
  stats.max = record.max();
  stats.first_us = last_us - record.span_us();
  stats.last_us = last_us;
  stats.first_value = record.first_value();
  stats.last_value = record.last_value();
  stats.last_count = std::max<int64_t>(record.last_count(), 1);
  stats.last_sum = record.last_count() > 1 ? record.last_sum() : stats.last_value;
  stats.increase = record.increase();
  return stats;
}

}  // namespace okapi::metrics
