#include <algorithm>
#include <bit>

#include "services/metrics/chunks/byte_stream.h"
#include "tests/bench/codec_contenders.h"

namespace okapi::bench {
namespace {

class BitWriter {
 public:
  void Write(uint64_t value, int width) {
    if (width < 64) value &= (uint64_t{1} << width) - 1;
    const int free = 64 - used_;
    if (width < free) {
      word_ = word_ << width | value;
      used_ += width;
      return;
    }
    // The word is filled up from the value's high bits.
    const int rest = width - free;
    const uint64_t full = (free == 64 ? 0 : word_ << free) | (value >> rest);
    Flush(full);
    word_ = rest == 0 ? 0 : value & ((uint64_t{1} << rest) - 1);
    used_ = rest;
  }
  std::string Take() && {
    if (used_ > 0) Flush(word_ << (64 - used_));
    bytes_.resize(bytes_.size() - static_cast<size_t>(used_ > 0 ? (64 - used_) / 8 : 0));
    return std::move(bytes_);
  }

 private:
  void Flush(uint64_t word) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes_.push_back(static_cast<char>(word >> shift));
  }

  std::string bytes_;
  uint64_t word_ = 0;
  int used_ = 0;
};

class BitReader {
 public:
  explicit BitReader(absl::string_view bytes) : bytes_(bytes) {}
  uint64_t Read(int width) {
    uint64_t value = 0;
    while (width > 0) {
      if (left_ == 0) Fill();
      const int taken = std::min(width, left_);
      value = taken == 64 ? word_ : value << taken | word_ >> (64 - taken);
      word_ = taken == 64 ? 0 : word_ << taken;
      left_ -= taken;
      width -= taken;
    }
    return value;
  }

 private:
  void Fill() {
    const size_t size = std::min<size_t>(8, bytes_.size());
    for (size_t i = 0; i < 8; ++i) {
      word_ = word_ << 8 | (i < size ? static_cast<uint8_t>(bytes_[i]) : 0);
    }
    bytes_.remove_prefix(size);
    left_ = 64;
  }

  absl::string_view bytes_;
  uint64_t word_ = 0;
  int left_ = 0;
};

// Of a delta of delta: so many ones and a zero go before so many bits.
struct Range {
  int ones;
  int width;
};
constexpr Range kRanges[] = {{1, 7}, {2, 9}, {3, 12}};

void WriteTime(int64_t change, BitWriter& out) {
  if (change == 0) return out.Write(0, 1);
  for (const auto& [ones, width] : kRanges) {
    const int64_t limit = int64_t{1} << (width - 1);
    if (change < -limit || change >= limit) continue;
    out.Write((uint64_t{2} << ones) - 2, ones + 1);
    return out.Write(static_cast<uint64_t>(change), width);
  }
  out.Write(0b1111, 4);
  out.Write(static_cast<uint64_t>(change),
            64);  // The paper's 32 bits would not do for sub-seconds.
}

int64_t ReadTime(BitReader& in) {
  int ones = 0;
  while (ones < 4 && in.Read(1) == 1) ++ones;
  if (ones == 0) return 0;
  if (ones == 4) return static_cast<int64_t>(in.Read(64));
  const int width = kRanges[ones - 1].width;
  return static_cast<int64_t>(in.Read(width) << (64 - width)) >> (64 - width);
}

struct Window {
  int leading = 65;
  int trailing = 0;
};

void WriteValue(uint64_t difference, Window& window, BitWriter& out) {
  if (difference == 0) return out.Write(0, 1);
  const int leading = std::min(31, std::countl_zero(difference));
  const int trailing = std::countr_zero(difference);
  if (leading >= window.leading && trailing >= window.trailing) {
    out.Write(0b10, 2);
  } else {
    window = {leading, trailing};
    out.Write(0b11, 2);
    out.Write(static_cast<uint64_t>(leading), 5);
    out.Write(static_cast<uint64_t>(63 - leading - trailing), 6);
  }
  out.Write(difference >> window.trailing, 64 - window.leading - window.trailing);
}

uint64_t ReadValue(Window& window, BitReader& in) {
  if (in.Read(1) == 0) return 0;
  if (in.Read(1) == 1) {
    window.leading = static_cast<int>(in.Read(5));
    window.trailing = 63 - window.leading - static_cast<int>(in.Read(6));
  }
  return in.Read(64 - window.leading - window.trailing) << window.trailing;
}

int64_t UnitOf(absl::Span<const metrics::Sample> samples) {
  for (const int64_t unit : {1'000'000, 1'000}) {
    if (std::all_of(samples.begin(), samples.end(),
                    [&](const auto& sample) { return sample.time_us % unit == 0; })) {
      return unit;
    }
  }
  return 1;
}

}  // namespace

std::string EncodeGorilla(absl::Span<const metrics::Sample> samples) {
  const int64_t unit = UnitOf(samples);
  BitWriter out;
  out.Write(samples.size(), 16);
  out.Write(static_cast<uint64_t>(unit), 20);
  int64_t time = samples[0].time_us / unit;
  int64_t delta = 0;
  uint64_t value = std::bit_cast<uint64_t>(samples[0].value);
  out.Write(static_cast<uint64_t>(time), 64);
  out.Write(value, 64);
  Window window;
  for (const metrics::Sample& sample : samples.subspan(1)) {
    const int64_t next = sample.time_us / unit;
    WriteTime(next - time - delta, out);
    delta = next - time;
    time = next;
    WriteValue(std::bit_cast<uint64_t>(sample.value) ^ value, window, out);
    value = std::bit_cast<uint64_t>(sample.value);
  }
  return std::move(out).Take();
}

void DecodeGorilla(absl::string_view bytes, std::vector<metrics::Sample>& samples) {
  BitReader in(bytes);
  const size_t count = in.Read(16);
  const auto unit = static_cast<int64_t>(in.Read(20));
  auto time = static_cast<int64_t>(in.Read(64));
  uint64_t value = in.Read(64);
  int64_t delta = 0;
  Window window;
  samples.reserve(samples.size() + count);
  samples.push_back({time * unit, std::bit_cast<double>(value)});
  for (size_t i = 1; i < count; ++i) {
    delta += ReadTime(in);
    time += delta;
    value ^= ReadValue(window, in);
    samples.push_back({time * unit, std::bit_cast<double>(value)});
  }
}

}  // namespace okapi::bench
