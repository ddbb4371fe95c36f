#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace okapi::metrics {

// Samples in columns of one length.
struct SampleColumns {
  std::vector<uint64_t> series;  // numbers within the organization
  std::vector<int64_t> times_us;
  std::vector<double> values;

  size_t size() const { return series.size(); }
};

// As kept on disk: a serialized okapi.storage.v1.SampleBatchRecord.
std::string EncodeColumns(const SampleColumns& columns);
// DATA_LOSS when the bytes do not parse or the columns differ in length.
absl::StatusOr<SampleColumns> DecodeColumns(absl::string_view bytes);

}  // namespace okapi::metrics
