#include "services/metrics/chunks/integer_column.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <string>

namespace okapi::metrics {
namespace {

constexpr int kWidthMax = 64;

int WidthOf(uint64_t value) { return static_cast<int>(std::bit_width(value)); }

size_t PackedBytes(size_t count, int width) { return (count * static_cast<size_t>(width) + 7) / 8; }

void Pack(absl::Span<const uint64_t> values, int width, ByteWriter& out) {
  std::string packed(PackedBytes(values.size(), width) + 2 * sizeof(uint64_t), '\0');
  const uint64_t mask = width == kWidthMax ? ~uint64_t{0} : (uint64_t{1} << width) - 1;
  size_t bit = 0;
  for (const uint64_t value : values) {
    const uint64_t kept = value & mask;
    char* const place = packed.data() + bit / 8;
    const int shift = static_cast<int>(bit % 8);
    uint64_t word = 0;
    std::memcpy(&word, place, sizeof(word));
    word |= kept << shift;
    std::memcpy(place, &word, sizeof(word));
    if (shift + width > kWidthMax) {
      place[8] = static_cast<char>(static_cast<uint8_t>(place[8]) | (kept >> (64 - shift)));
    }
    bit += static_cast<size_t>(width);
  }
  out.Raw(packed.data(), PackedBytes(values.size(), width));
}

// `packed` must be readable for 9 bytes beyond the last value.
void Unpack(const char* packed, int width, uint64_t divisor, uint64_t base,
            absl::Span<int64_t> values) {
  const uint64_t mask = width == kWidthMax ? ~uint64_t{0} : (uint64_t{1} << width) - 1;
  size_t bit = 0;
  for (int64_t& value : values) {
    const char* const place = packed + bit / 8;
    const int shift = static_cast<int>(bit % 8);
    uint64_t word = 0;
    std::memcpy(&word, place, sizeof(word));
    word >>= shift;
    if (shift + width > kWidthMax) {
      word |= static_cast<uint64_t>(static_cast<uint8_t>(place[8])) << (64 - shift);
    }
    value = static_cast<int64_t>(base + (word & mask) * divisor);
    bit += static_cast<size_t>(width);
  }
}

// The width at which packing all, and keeping the wider ones apart, takes the fewest bytes.
int BestWidth(absl::Span<const uint64_t> quotients) {
  std::array<size_t, kWidthMax + 1> count_of_width{};
  for (const uint64_t quotient : quotients)
    ++count_of_width[static_cast<size_t>(WidthOf(quotient))];
  int best = kWidthMax;
  size_t best_bytes = SIZE_MAX;
  size_t wider = 0;
  for (int width = kWidthMax; width >= 0; --width) {
    // One kept apart takes about two bytes for its place and its own bytes.
    const size_t bytes = PackedBytes(quotients.size(), width) + wider * (2 + 9);
    if (bytes < best_bytes) {
      best_bytes = bytes;
      best = width;
    }
    wider += count_of_width[static_cast<size_t>(width)];
  }
  return best;
}

}  // namespace

void EncodeIntegers(absl::Span<const int64_t> values, ByteWriter& out) {
  if (values.empty()) return;
  const int64_t base = *std::min_element(values.begin(), values.end());
  std::vector<uint64_t> quotients;
  quotients.reserve(values.size());
  uint64_t divisor = 0;
  for (const int64_t value : values) {
    quotients.push_back(static_cast<uint64_t>(value) - static_cast<uint64_t>(base));
    if (divisor != 1) divisor = std::gcd(divisor, quotients.back());
  }
  divisor = std::max<uint64_t>(divisor, 1);
  if (divisor > 1) {
    for (uint64_t& quotient : quotients) quotient /= divisor;
  }
  const int width = BestWidth(quotients);
  out.Signed(base);
  out.Varint(divisor);
  out.Byte(static_cast<uint8_t>(width));
  std::vector<std::pair<size_t, uint64_t>> apart;
  for (size_t i = 0; i < quotients.size(); ++i) {
    if (WidthOf(quotients[i]) > width) apart.emplace_back(i, quotients[i]);
  }
  out.Varint(apart.size());
  size_t before = 0;
  for (const auto& [position, quotient] : apart) {
    out.Varint(position - before);
    out.Varint(quotient);
    before = position;
  }
  Pack(quotients, width, out);
}

bool DecodeIntegers(ByteReader& in, size_t count, std::vector<int64_t>& values) {
  values.resize(count);
  if (count == 0) return true;
  const auto base = static_cast<uint64_t>(in.Signed());
  const uint64_t divisor = in.Varint();
  const int width = in.Byte();
  const uint64_t apart_count = in.Varint();
  if (!in.ok() || width > kWidthMax || apart_count > count) return false;
  std::vector<std::pair<size_t, uint64_t>> apart;
  size_t position = 0;
  for (uint64_t i = 0; i < apart_count; ++i) {
    position += in.Varint();
    const uint64_t quotient = in.Varint();
    if (!in.ok() || position >= count) return false;
    apart.emplace_back(position, quotient);
  }
  const absl::string_view packed = in.Raw(PackedBytes(count, width));
  if (!in.ok()) return false;
  // The loads reach beyond the end: read from a copy that does too.
  thread_local std::string padded;
  padded.assign(packed.data(), packed.size());
  padded.append(2 * sizeof(uint64_t), '\0');
  Unpack(padded.data(), width, divisor, base, absl::MakeSpan(values));
  for (const auto& [place, quotient] : apart) {
    values[place] = static_cast<int64_t>(base + quotient * divisor);
  }
  return true;
}

}  // namespace okapi::metrics
