#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "okapi/metrics/v1/samples.pb.h"
#include "services/cli/samples/sample_file_mapping.h"

namespace okapi::cli {

// The series of a file, numbered from 0 in the order of their first row. Rows with the same label
// values share a group: one series per metric of the mapping, side by side. Not thread-safe.
class SampleFileSeries {
 public:
  // `mapping` must outlive this.
  explicit SampleFileSeries(const SampleMapping& mapping) : mapping_(mapping) {}

  // The number of the first series of the group with these values, in the order of the mapping's
  // labels.
  uint32_t FirstOf(const std::vector<absl::string_view>& label_values);

  // How the series is declared to the server. Precondition: the number was given out.
  okapi::metrics::v1::SeriesDeclaration Declaration(uint32_t number) const;
  // The most bytes that the declaration takes in a message.
  size_t DeclarationBytes(uint32_t number) const;

 private:
  const SampleMapping& mapping_;
  // By the label values, each with its length before it.
  absl::flat_hash_map<std::string, uint32_t> groups_;
  std::vector<std::vector<std::string>> label_values_;  // By group.
  std::string key_;                                     // Kept for its memory.
};

}  // namespace okapi::cli
