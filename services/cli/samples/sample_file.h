#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/cli/files/csv_reader.h"
#include "services/cli/samples/sample_file_mapping.h"
#include "services/cli/samples/sample_file_series.h"

namespace okapi::cli {

// Samples in columns, one entry per sample.
struct FileBatch {
  // From 1, without gaps.
  int64_t sequence = 0;
  std::vector<uint32_t> series;  // Numbers of SampleFileSeries.
  std::vector<int64_t> times_us;
  std::vector<double> values;
  std::vector<int64_t> lines;
  // How many bytes of the file were read up to the end of the batch.
  int64_t end_offset = 0;

  size_t size() const { return series.size(); }
};

// Samples that a line should have given and does not.
struct RejectedLine {
  int64_t line = 0;
  int64_t samples = 1;
  // The same for all lines with the same fault.
  std::string reason;
  // What is wrong on this line.
  std::string message;
};

// A CSV file as samples. It is read twice: once to see that it is CSV from start to end, so that a
// broken file sends nothing, and to know its contents' hash; then batch by batch. The same contents
// and mapping always give the same batches. Not thread-safe.
class SampleFile {
 public:
  // Opens the file at `path`; `-` is standard input, which is copied to a temporary file first.
  // NOT_FOUND and others if it cannot be read, INVALID_ARGUMENT if it is no CSV or lacks columns.
  static absl::StatusOr<std::unique_ptr<SampleFile>> Open(const std::string& path,
                                                          SampleMapping mapping);

  // What messages call the file.
  const std::string& name() const { return name_; }
  int64_t bytes() const { return bytes_; }
  // Without the header.
  int64_t rows() const { return rows_; }
  // 32 hexadecimal digits that tell contents and mapping from all others.
  const std::string& fingerprint() const { return fingerprint_; }
  // Cells without a value among the rows read so far; they give no sample and are no fault.
  int64_t empty_cells() const { return empty_cells_; }

  // The next batch, empty at the end of the file. Lines that give no samples go to `reject`.
  absl::StatusOr<FileBatch> NextBatch(const std::function<void(RejectedLine)>& reject);

  // The series of the batches read so far.
  const SampleFileSeries& series() const { return series_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, Close>;

  SampleFile(std::string name, File file, SampleMapping mapping);

  // Reads the file once and goes back to its start.
  absl::Status Check();
  absl::Status ComputeFingerprint();
  absl::Status Rewind();
  // The samples of `record_`, into `row_`. If something is wrong with it none of them is taken, so
  // that the row can be put right and pushed on its own; `reason` is then set.
  absl::Status ReadRow(std::string& reason);
  absl::Status ReadLabels(std::string& reason);
  absl::Status ReadValues(std::string& reason);
  // Whether the samples of `row_` still fit into the batch; then they are added.
  bool TryAppend(FileBatch& batch);

  struct Sample {
    uint32_t series;
    double value;
  };

  const std::string name_;
  const File file_;
  const SampleMapping mapping_;
  MappedColumns columns_;
  SampleFileSeries series_;
  int64_t bytes_ = 0;
  int64_t rows_ = 0;
  int64_t empty_cells_ = 0;
  std::string fingerprint_;

  std::unique_ptr<CsvReader> reader_;
  CsvRecord record_;
  int64_t sequence_ = 0;
  int64_t rows_read_ = 0;
  // The row being read. `row_waits_` if it did not fit into the batch before.
  std::vector<Sample> row_;
  int64_t row_time_us_ = 0;
  bool row_waits_ = false;
  std::vector<absl::string_view> label_values_;
  // What the batch takes in a message, and in which batch each series was last.
  size_t batch_bytes_ = 0;
  std::vector<int64_t> last_batch_of_;
};

}  // namespace okapi::cli
