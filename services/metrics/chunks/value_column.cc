#include "services/metrics/chunks/value_column.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>
#include <string>

#include "services/metrics/chunks/integer_column.h"

namespace okapi::metrics {
namespace {

// On disk for ever.
enum Encoding : uint8_t { kRaw = 0, kDecimal = 1, kDecimalSteps = 2, kXor = 3, kRuns = 4 };

constexpr int kPlacesMax = 12;
// Beyond it a double does not hold every integer.
constexpr double kIntegerMax = 9007199254740992.0;
constexpr size_t kLookedAt = 64;
// Runs pay when they are so long on average.
constexpr size_t kRunLengthMin = 4;

constexpr std::array<double, kPlacesMax + 1> kPowers = {1,   1e1, 1e2, 1e3,  1e4,  1e5, 1e6,
                                                        1e7, 1e8, 1e9, 1e10, 1e11, 1e12};

uint64_t Bits(double value) { return std::bit_cast<uint64_t>(value); }

// The integer that gives the value back when divided by 10^places: both are the double nearest to
// the same number then.
std::optional<int64_t> AsInteger(double value, int places) {
  const double power = kPowers[static_cast<size_t>(places)];
  const double scaled = std::nearbyint(value * power);
  if (!(std::abs(scaled) < kIntegerMax)) return std::nullopt;  // Also NaN.
  const auto integer = static_cast<int64_t>(scaled);
  if (Bits(static_cast<double>(integer) / power) != Bits(value)) return std::nullopt;  // Also -0.
  return integer;
}

// The fewest places that suit most of the values looked at.
int PlacesFor(absl::Span<const double> values) {
  const size_t step = std::max<size_t>(values.size() / kLookedAt, 1);
  int best = 0;
  size_t best_misses = SIZE_MAX;
  for (int places = 0; places <= kPlacesMax && best_misses > 0; ++places) {
    size_t misses = 0;
    for (size_t i = 0; i < values.size(); i += step) {
      misses += AsInteger(values[i], places).has_value() ? 0 : 1;
    }
    // Another place for everyone must save more than a few exceptions.
    if (misses < best_misses && (best_misses == SIZE_MAX || misses * 4 < best_misses * 3)) {
      best = places;
      best_misses = misses;
    }
  }
  return best;
}

// Values as integers; those that are none are kept apart, with the integer before in their place.
std::string EncodeDecimal(absl::Span<const double> values, Encoding encoding) {
  ByteWriter out;
  const int places = PlacesFor(values);
  std::vector<int64_t> integers;
  std::vector<std::pair<size_t, uint64_t>> apart;
  integers.reserve(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const std::optional<int64_t> integer = AsInteger(values[i], places);
    if (!integer.has_value()) apart.emplace_back(i, Bits(values[i]));
    integers.push_back(integer.value_or(integers.empty() ? 0 : integers.back()));
  }
  out.Byte(encoding);
  out.Byte(static_cast<uint8_t>(places));
  out.Varint(apart.size());
  size_t before = 0;
  for (const auto& [position, bits] : apart) {
    out.Varint(position - before);
    out.Fixed64(bits);
    before = position;
  }
  if (encoding == kDecimalSteps) {
    out.Signed(integers[0]);
    for (size_t i = integers.size() - 1; i > 0; --i) integers[i] -= integers[i - 1];
    EncodeIntegers(absl::MakeConstSpan(integers).subspan(1), out);
  } else {
    EncodeIntegers(integers, out);
  }
  return std::move(out).Take();
}

bool DecodeDecimal(ByteReader& in, size_t count, bool steps, std::vector<double>& values) {
  const size_t places = in.Byte();
  const uint64_t apart_count = in.Varint();
  if (!in.ok() || places > kPlacesMax || apart_count > count) return false;
  std::vector<std::pair<size_t, uint64_t>> apart;
  size_t position = 0;
  for (uint64_t i = 0; i < apart_count; ++i) {
    position += in.Varint();
    const uint64_t bits = in.Fixed64();
    if (!in.ok() || position >= count) return false;
    apart.emplace_back(position, bits);
  }
  thread_local std::vector<int64_t> integers;
  if (steps) {
    uint64_t value = static_cast<uint64_t>(in.Signed());
    if (!DecodeIntegers(in, count - 1, integers)) return false;
    integers.insert(integers.begin(), 0);
    for (int64_t& integer : integers) {
      value += static_cast<uint64_t>(integer);
      integer = static_cast<int64_t>(value);
    }
  } else if (!DecodeIntegers(in, count, integers)) {
    return false;
  }
  values.resize(count);
  const double power = kPowers[places];
  for (size_t i = 0; i < count; ++i) values[i] = static_cast<double>(integers[i]) / power;
  for (const auto& [place, bits] : apart) values[place] = std::bit_cast<double>(bits);
  return true;
}

// Each value as the bytes in which it differs from the one before: a byte that tells how many are
// equal at either end, then the others.
std::string EncodeXor(absl::Span<const double> values) {
  ByteWriter out;
  out.Byte(kXor);
  uint64_t before = 0;
  for (const double value : values) {
    const uint64_t difference = Bits(value) ^ before;
    before = Bits(value);
    const int leading = difference == 0 ? 8 : std::countl_zero(difference) / 8;
    const int trailing = difference == 0 ? 0 : std::countr_zero(difference) / 8;
    out.Byte(static_cast<uint8_t>(leading << 4 | trailing));
    const uint64_t kept = difference >> (trailing * 8);
    out.Raw(&kept, static_cast<size_t>(8 - leading - trailing));
  }
  return std::move(out).Take();
}

bool DecodeXor(ByteReader& in, size_t count, std::vector<double>& values) {
  uint64_t before = 0;
  for (size_t i = 0; i < count; ++i) {
    const int ends = in.Byte();
    const int leading = ends >> 4;
    const int trailing = ends & 0xF;
    if (leading + trailing > 8) return false;
    const absl::string_view kept = in.Raw(static_cast<size_t>(8 - leading - trailing));
    if (!in.ok()) return false;
    uint64_t difference = 0;
    std::memcpy(&difference, kept.data(), kept.size());
    if (trailing < 8) before ^= difference << (trailing * 8);
    values.push_back(std::bit_cast<double>(before));
  }
  return true;
}

std::string EncodeRaw(absl::Span<const double> values) {
  ByteWriter out;
  out.Byte(kRaw);
  out.Raw(values.data(), values.size() * sizeof(double));
  return std::move(out).Take();
}

size_t RunsIn(absl::Span<const double> values) {
  size_t runs = 1;
  for (size_t i = 1; i < values.size(); ++i) runs += Bits(values[i]) != Bits(values[i - 1]);
  return runs;
}

void EncodePlain(absl::Span<const double> values, ByteWriter& out);
bool DecodePlain(ByteReader& in, uint8_t encoding, size_t count, std::vector<double>& values);

// Equal neighbours once: the number of runs, their lengths, and what is repeated as a column.
void EncodeRuns(absl::Span<const double> values, size_t runs, ByteWriter& out) {
  std::vector<int64_t> lengths;
  std::vector<double> repeated;
  lengths.reserve(runs);
  repeated.reserve(runs);
  for (const double value : values) {
    if (repeated.empty() || Bits(value) != Bits(repeated.back())) {
      repeated.push_back(value);
      lengths.push_back(0);
    }
    ++lengths.back();
  }
  out.Byte(kRuns);
  out.Varint(runs);
  EncodeIntegers(lengths, out);
  EncodePlain(repeated, out);
}

bool DecodeRuns(ByteReader& in, size_t count, std::vector<double>& values) {
  const uint64_t runs = in.Varint();
  if (!in.ok() || runs == 0 || runs > count) return false;
  std::vector<int64_t> lengths;
  std::vector<double> repeated;
  if (!DecodeIntegers(in, runs, lengths)) return false;
  if (!DecodePlain(in, in.Byte(), runs, repeated)) return false;
  for (size_t i = 0; i < runs; ++i) {
    const auto length = static_cast<uint64_t>(lengths[i]);
    if (length > count - values.size()) return false;
    values.insert(values.end(), length, repeated[i]);
  }
  return values.size() == count;
}

void EncodePlain(absl::Span<const double> values, ByteWriter& out) {
  std::string best = EncodeDecimal(values, kDecimal);
  auto consider = [&best](std::string other) {
    if (other.size() < best.size()) best = std::move(other);
  };
  consider(EncodeDecimal(values, kDecimalSteps));
  // Decimals are far smaller than either of these when they suit.
  if (best.size() > values.size() * 5) {
    consider(EncodeXor(values));
    consider(EncodeRaw(values));
  }
  out.Raw(best.data(), best.size());
}

bool DecodePlain(ByteReader& in, uint8_t encoding, size_t count, std::vector<double>& values) {
  values.reserve(count);
  switch (encoding) {
    case kRaw: {
      const absl::string_view raw = in.Raw(count * sizeof(double));
      if (!in.ok()) return false;
      values.resize(count);
      std::memcpy(values.data(), raw.data(), raw.size());
      return true;
    }
    case kDecimal:
      return DecodeDecimal(in, count, /*steps=*/false, values);
    case kDecimalSteps:
      return DecodeDecimal(in, count, /*steps=*/true, values);
    case kXor:
      return DecodeXor(in, count, values);
    default:
      return false;
  }
}

}  // namespace

void EncodeValues(absl::Span<const double> values, ByteWriter& out) {
  const size_t runs = RunsIn(values);
  if (runs > 1 && runs * kRunLengthMin <= values.size()) return EncodeRuns(values, runs, out);
  EncodePlain(values, out);
}

bool DecodeValues(ByteReader& in, size_t count, std::vector<double>& values) {
  values.clear();
  const uint8_t encoding = in.Byte();
  if (encoding != kRuns) return DecodePlain(in, encoding, count, values);
  values.reserve(count);
  return DecodeRuns(in, count, values);
}

}  // namespace okapi::metrics
