#include <zstd.h>

#include <array>
#include <bit>
#include <cmath>

#include "services/metrics/chunks/byte_stream.h"
#include "tests/bench/codec_contenders.h"

namespace okapi::bench {
namespace {

constexpr std::array<double, 7> kPowers = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
constexpr size_t kNoDecimals = kPowers.size();

int64_t ToInteger(double value, size_t places) {
  if (places == kNoDecimals) return std::bit_cast<int64_t>(value);
  return std::llround(value * kPowers[places]);
}

double FromInteger(int64_t integer, size_t places) {
  if (places == kNoDecimals) return std::bit_cast<double>(integer);
  return static_cast<double>(integer) / kPowers[places];
}

// The fewest decimal places that lose nothing, or kNoDecimals.
size_t PlacesOf(absl::Span<const metrics::Sample> samples) {
  size_t places = 0;
  for (const auto& [time, value] : samples) {
    while (places < kNoDecimals &&
           (!(std::abs(value) < 1e9) || FromInteger(ToInteger(value, places), places) != value)) {
      ++places;
    }
  }
  return places;
}

// Deltas of deltas wrap around.
class DeltaOfDelta {
 public:
  int64_t Shrink(int64_t value) {
    const uint64_t delta = static_cast<uint64_t>(value) - value_;
    const uint64_t change = delta - delta_;
    delta_ = delta;
    value_ = static_cast<uint64_t>(value);
    return static_cast<int64_t>(change);
  }
  int64_t Restore(int64_t change) {
    delta_ += static_cast<uint64_t>(change);
    value_ += delta_;
    return static_cast<int64_t>(value_);
  }

 private:
  uint64_t value_ = 0;
  uint64_t delta_ = 0;
};

}  // namespace

std::string EncodeDeltaZstd(absl::Span<const metrics::Sample> samples) {
  const size_t places = PlacesOf(samples);
  metrics::ByteWriter plain;
  plain.Varint(samples.size());
  plain.Byte(static_cast<uint8_t>(places));
  DeltaOfDelta times;
  for (const auto& [time, value] : samples) plain.Signed(times.Shrink(time));
  DeltaOfDelta values;
  for (const auto& [time, value] : samples) plain.Signed(values.Shrink(ToInteger(value, places)));
  thread_local ZSTD_CCtx* const context = ZSTD_createCCtx();
  std::string bytes(ZSTD_compressBound(plain.bytes().size()), '\0');
  bytes.resize(ZSTD_compressCCtx(context, bytes.data(), bytes.size(), plain.bytes().data(),
                                 plain.bytes().size(), 1));
  return bytes;
}

void DecodeDeltaZstd(absl::string_view bytes, std::vector<metrics::Sample>& samples) {
  thread_local ZSTD_DCtx* const context = ZSTD_createDCtx();
  thread_local std::string plain;
  plain.resize(ZSTD_getFrameContentSize(bytes.data(), bytes.size()));
  ZSTD_decompressDCtx(context, plain.data(), plain.size(), bytes.data(), bytes.size());
  metrics::ByteReader in(plain);
  const size_t before = samples.size();
  samples.resize(before + in.Varint());
  const size_t places = in.Byte();
  const absl::Span<metrics::Sample> own = absl::MakeSpan(samples).subspan(before);
  DeltaOfDelta times;
  for (auto& sample : own) sample.time_us = times.Restore(in.Signed());
  DeltaOfDelta values;
  for (auto& sample : own) sample.value = FromInteger(values.Restore(in.Signed()), places);
}

}  // namespace okapi::bench
