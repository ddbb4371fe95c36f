#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "okapi/metrics/v1/samples.pb.h"
#include "services/cli/files/csv_reader.h"

namespace okapi::cli {

// Which columns of a file are what: every row gives one sample per entry of `metrics`.
struct SampleMapping {
  struct Metric {
    std::string name;
    // The column of the values; none if every row counts 1.
    std::optional<std::string> column;
  };
  struct Label {
    std::string name;
    std::string column;
  };

  std::string time_column;
  // Of times without an offset.
  absl::TimeZone time_zone;
  std::vector<Metric> metrics;
  std::vector<Label> labels;
  // Unspecified if every row says it: the file is one that `okapi export --samples` wrote, and its
  // labels are the metric, the kind and the labels of a row's series, in this order.
  okapi::metrics::v1::SampleKind kind = okapi::metrics::v1::SAMPLE_KIND_UNSPECIFIED;
  // Samples per batch; a batch has fewer when its series need much room.
  int batch_samples = 0;
};

// The mapping as the flags of `okapi push` spell it.
struct SampleMappingFlags {
  std::string time;
  std::string time_zone = "UTC";
  std::vector<std::string> values;  // METRIC=COLUMN
  std::vector<std::string> counts;  // METRIC
  std::vector<std::string> labels;  // COLUMN or COLUMN=LABEL
  std::string kind;                 // gauge or delta
  bool exported = false;            // The file says all of it.
  // No option of the command: a stream resumes by batch number, so that a file cut otherwise would
  // be another stream and count again. For tests.
  int batch_samples = 5000;
};

// INVALID_ARGUMENT with the flag that is wrong.
absl::StatusOr<SampleMapping> ParseSampleMapping(const SampleMappingFlags& flags);

// The mapping as bytes that differ whenever the samples or how they are cut into batches would.
std::string MappingFingerprint(const SampleMapping& mapping);

// A mapping's columns by their position in the file.
struct MappedColumns {
  size_t time = 0;
  // As `SampleMapping::metrics`.
  std::vector<std::optional<size_t>> values;
  // As `SampleMapping::labels`.
  std::vector<size_t> labels;
  // How many columns every row must have.
  size_t count = 0;
};

// Finds the columns in the first record of the file called `file_name`. INVALID_ARGUMENT with every
// column that is missing or there twice, and the columns there are.
absl::StatusOr<MappedColumns> FindColumns(const SampleMapping& mapping, const CsvRecord& header,
                                          absl::string_view file_name);

}  // namespace okapi::cli
