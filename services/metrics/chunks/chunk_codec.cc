#include "services/metrics/chunks/chunk_codec.h"

#include <algorithm>

#include "common/status/errors.h"
#include "services/metrics/chunks/byte_stream.h"
#include "services/metrics/chunks/integer_column.h"
#include "services/metrics/chunks/value_column.h"

namespace okapi::metrics {
namespace {

constexpr uint8_t kVersion = 1;
enum TimeEncoding : uint8_t { kOneDistance = 0, kDistances = 1 };

void EncodeTimes(absl::Span<const Sample> samples, ByteWriter& out) {
  std::vector<int64_t> distances;
  distances.reserve(samples.size());
  for (size_t i = 1; i < samples.size(); ++i) {
    distances.push_back(samples[i].time_us - samples[i - 1].time_us);
  }
  const bool one = std::all_of(distances.begin(), distances.end(),
                               [&](int64_t distance) { return distance == distances[0]; });
  out.Byte(one ? kOneDistance : kDistances);
  out.Signed(samples[0].time_us);
  if (distances.empty()) return;
  if (one) {
    out.Varint(static_cast<uint64_t>(distances[0]));
  } else {
    EncodeIntegers(distances, out);
  }
}

// Fills in the times of samples that are there already.
bool DecodeTimes(ByteReader& in, absl::Span<Sample> samples) {
  const uint8_t encoding = in.Byte();
  auto time = static_cast<uint64_t>(in.Signed());
  if (!in.ok() || encoding > kDistances) return false;
  samples[0].time_us = static_cast<int64_t>(time);
  if (samples.size() == 1) return true;
  if (encoding == kOneDistance) {
    const uint64_t distance = in.Varint();
    for (Sample& sample : samples) {
      sample.time_us = static_cast<int64_t>(time);
      time += distance;
    }
    return in.ok();
  }
  thread_local std::vector<int64_t> distances;
  if (!DecodeIntegers(in, samples.size() - 1, distances)) return false;
  for (size_t i = 1; i < samples.size(); ++i) {
    time += static_cast<uint64_t>(distances[i - 1]);
    samples[i].time_us = static_cast<int64_t>(time);
  }
  return true;
}

bool Decode(absl::string_view bytes, std::vector<Sample>& samples) {
  ByteReader in(bytes);
  if (in.Byte() != kVersion) return false;
  const uint64_t count = in.Varint();
  if (!in.ok() || count == 0 || count > kChunkSamplesMax) return false;
  const size_t before = samples.size();
  samples.resize(before + count);
  const absl::Span<Sample> own = absl::MakeSpan(samples).subspan(before);
  thread_local std::vector<double> values;
  if (!DecodeTimes(in, own) || !DecodeValues(in, count, values) || !in.empty()) return false;
  for (size_t i = 0; i < own.size(); ++i) own[i].value = values[i];
  return std::is_sorted(own.begin(), own.end(),
                        [](const Sample& a, const Sample& b) { return a.time_us < b.time_us; });
}

}  // namespace

std::string EncodeChunk(absl::Span<const Sample> samples) {
  ByteWriter out;
  out.Byte(kVersion);
  out.Varint(samples.size());
  EncodeTimes(samples, out);
  std::vector<double> values;
  values.reserve(samples.size());
  for (const Sample& sample : samples) values.push_back(sample.value);
  EncodeValues(values, out);
  return std::move(out).Take();
}

absl::Status DecodeChunk(absl::string_view bytes, std::vector<Sample>& samples) {
  const size_t before = samples.size();
  if (Decode(bytes, samples)) return absl::OkStatus();
  samples.resize(before);
  return status::Corrupt("a chunk of samples is damaged");
}

}  // namespace okapi::metrics
