#include "services/metrics/intake/otlp_number_point.h"

#include <bit>

#include "opentelemetry/proto/metrics/v1/metrics.pb.h"
#include "services/metrics/chunks/byte_stream.h"

namespace okapi::metrics {
namespace {

using Point = opentelemetry::proto::metrics::v1::NumberDataPoint;
using Sum =
    opentelemetry::proto::metrics::v1::Sum;  // A Gauge has its points under the same number.

enum WireType : uint64_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

// Steps over a field that is not needed.
void Skip(uint64_t wire_type, ByteReader& in) {
  switch (wire_type) {
    case kVarint:
      in.Varint();
      return;
    case kFixed64:
      in.Fixed64();
      return;
    case kBytes:
      in.Raw(in.Varint());
      return;
    case kFixed32:
      in.Raw(sizeof(uint32_t));
      return;
    default:  // Groups are not used.
      in.Raw(SIZE_MAX);
  }
}

}  // namespace

bool ReadNumberPoints(
    absl::string_view bytes, NumberPointsHeader& header,
    absl::FunctionRef<void(const NumberPointsHeader&, absl::string_view point)> visit) {
  // The header may come behind the points.
  ByteReader in(bytes);
  while (in.ok() && !in.empty()) {
    const uint64_t tag = in.Varint();
    if (tag == (Sum::kAggregationTemporalityFieldNumber << 3 | kVarint)) {
      header.temporality = static_cast<int>(in.Varint());
    } else if (tag == (Sum::kIsMonotonicFieldNumber << 3 | kVarint)) {
      header.monotonic = in.Varint() != 0;
    } else {
      Skip(tag & 7, in);
    }
  }
  if (!in.ok()) return false;
  in = ByteReader(bytes);
  while (!in.empty()) {
    const uint64_t tag = in.Varint();
    if (tag == (Sum::kDataPointsFieldNumber << 3 | kBytes)) {
      visit(header, in.Raw(in.Varint()));
    } else {
      Skip(tag & 7, in);
    }
  }
  return true;
}

bool ReadNumberPoint(absl::string_view bytes, NumberPoint& point) {
  point.attributes.clear();
  point.start_ns = point.time_ns = 0;
  point.has_value = false;
  bool flagged = false;
  ByteReader in(bytes);
  while (in.ok() && !in.empty()) {
    const uint64_t tag = in.Varint();
    const uint64_t wire_type = tag & 7;
    const uint64_t field = tag >> 3;
    if (field == Point::kAttributesFieldNumber && wire_type == kBytes) {
      const uint64_t size = in.Varint();
      const absl::string_view attribute = in.Raw(size);
      const auto length = static_cast<uint32_t>(attribute.size());
      point.attributes.append(reinterpret_cast<const char*>(&length), sizeof(length));
      point.attributes.append(attribute.data(), attribute.size());
    } else if (field == Point::kTimeUnixNanoFieldNumber && wire_type == kFixed64) {
      point.time_ns = in.Fixed64();
    } else if (field == Point::kStartTimeUnixNanoFieldNumber && wire_type == kFixed64) {
      point.start_ns = in.Fixed64();
    } else if (field == Point::kAsDoubleFieldNumber && wire_type == kFixed64) {
      point.value = std::bit_cast<double>(in.Fixed64());
      point.has_value = true;
    } else if (field == Point::kAsIntFieldNumber && wire_type == kFixed64) {
      point.value = static_cast<double>(static_cast<int64_t>(in.Fixed64()));
      point.has_value = true;
    } else if (field == Point::kFlagsFieldNumber && wire_type == kVarint) {
      flagged = (in.Varint() & 1) != 0;
    } else {
      Skip(wire_type, in);
    }
  }
  if (flagged) point.has_value = false;
  return in.ok();
}

}  // namespace okapi::metrics
