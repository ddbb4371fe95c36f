#include "services/cli/samples/sample_file.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/sha256.h"
#include "common/status/status_macros.h"
#include "services/cli/files/decimal.h"
#include "services/cli/files/utf8.h"
#include "services/cli/samples/sample_file_time.h"
#include "services/cli/samples/sample_kind.h"
#include "services/cli/samples/sample_labels.h"

namespace okapi::cli {
namespace {

constexpr size_t kChunkBytes = 1 << 20;
constexpr size_t kLabelValueBytesMax = 500;
// Half of what the server takes, with all series of a batch declared anew.
constexpr size_t kBatchBytesMax = 8 << 20;
// A sample's number of the series, time and value in a message.
constexpr size_t kSampleBytes = 5 + 8 + 8;
// How many digits of the hash name a stream.
constexpr size_t kFingerprintBytes = 16;

absl::Status CannotRead(absl::string_view name) {
  const int error = errno;
  return absl::ErrnoToStatus(error, absl::StrCat(name, ": cannot be read"));
}

// A copy of standard input that can be read twice; it is gone when it is closed.
absl::Status CopyStandardInput(std::FILE* copy) {
  std::string chunk(kChunkBytes, '\0');
  while (const size_t size = std::fread(chunk.data(), 1, chunk.size(), stdin)) {
    if (std::fwrite(chunk.data(), 1, size, copy) != size) {
      return absl::ErrnoToStatus(errno, "standard input cannot be copied to a temporary file");
    }
  }
  if (std::ferror(stdin) != 0) return CannotRead("standard input");
  if (std::fflush(copy) != 0) {
    return absl::ErrnoToStatus(errno, "standard input cannot be copied to a temporary file");
  }
  return absl::OkStatus();
}

absl::Status Refuse(std::string& reason, absl::string_view the_reason, absl::string_view message) {
  reason = std::string(the_reason);
  return absl::InvalidArgumentError(message);
}

}  // namespace

absl::StatusOr<std::unique_ptr<SampleFile>> SampleFile::Open(const std::string& path,
                                                             SampleMapping mapping) {
  const bool standard_input = path == "-";
  const std::string name = standard_input ? "standard input" : path;
  File file(standard_input ? std::tmpfile() : std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return CannotRead(name);
  if (standard_input) OKAPI_RETURN_IF_ERROR(CopyStandardInput(file.get()));
  auto opened = absl::WrapUnique(new SampleFile(name, std::move(file), std::move(mapping)));
  OKAPI_RETURN_IF_ERROR(opened->ComputeFingerprint());
  OKAPI_RETURN_IF_ERROR(opened->Check());
  return opened;
}

SampleFile::SampleFile(std::string name, File file, SampleMapping mapping)
    : name_(std::move(name)),
      file_(std::move(file)),
      mapping_(std::move(mapping)),
      series_(mapping_) {}

absl::Status SampleFile::Rewind() {
  if (std::fseek(file_.get(), 0, SEEK_SET) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(name_, ": must be read twice and cannot; push it as '-' from standard input"));
  }
  reader_ = std::make_unique<CsvReader>(file_.get(), name_);
  return absl::OkStatus();
}

absl::Status SampleFile::ComputeFingerprint() {
  OKAPI_RETURN_IF_ERROR(Rewind());
  std::string digests;
  std::string chunk(kChunkBytes, '\0');
  while (const size_t size = std::fread(chunk.data(), 1, chunk.size(), file_.get())) {
    digests = base::Sha256(digests + base::Sha256(absl::string_view(chunk.data(), size)));
    bytes_ += static_cast<int64_t>(size);
  }
  if (std::ferror(file_.get()) != 0) return CannotRead(name_);
  fingerprint_ = absl::BytesToHexString(
      base::Sha256(digests + MappingFingerprint(mapping_)).substr(0, kFingerprintBytes));
  return absl::OkStatus();
}

absl::Status SampleFile::Check() {
  OKAPI_RETURN_IF_ERROR(Rewind());
  OKAPI_ASSIGN_OR_RETURN(const bool has_header, reader_->Next(record_));
  if (!has_header) {
    return absl::InvalidArgumentError(
        absl::StrCat(name_, ": is empty; the first line must name the columns"));
  }
  OKAPI_ASSIGN_OR_RETURN(columns_, FindColumns(mapping_, record_, name_));
  while (true) {
    OKAPI_ASSIGN_OR_RETURN(const bool more, reader_->Next(record_));
    if (!more) break;
    ++rows_;
  }
  OKAPI_RETURN_IF_ERROR(Rewind());
  return reader_->Next(record_).status();
}

absl::StatusOr<FileBatch> SampleFile::NextBatch(const std::function<void(RejectedLine)>& reject) {
  FileBatch batch;
  batch.sequence = ++sequence_;
  batch_bytes_ = 0;
  if (row_waits_) TryAppend(batch);
  row_waits_ = false;
  while (true) {
    batch.end_offset = reader_->offset();
    OKAPI_ASSIGN_OR_RETURN(const bool more, reader_->Next(record_));
    if (!more) {
      if (rows_read_ == rows_) return batch;
      return absl::FailedPreconditionError(
          absl::StrCat(name_, ": was changed while it was pushed"));
    }
    ++rows_read_;
    std::string reason;
    if (const absl::Status wrong = ReadRow(reason); !wrong.ok()) {
      reject({record_.line(), static_cast<int64_t>(mapping_.metrics.size()), std::move(reason),
              std::string(wrong.message())});
      continue;
    }
    if (!TryAppend(batch)) {
      row_waits_ = true;
      return batch;
    }
  }
}

absl::Status SampleFile::ReadRow(std::string& reason) {
  if (record_.size() != columns_.count) {
    return Refuse(reason, "wrong number of columns",
                  absl::StrCat(record_.size(), " columns, but the header has ", columns_.count));
  }
  absl::StatusOr<absl::Time> time = ParseSampleTime(record_[columns_.time], mapping_.time_zone);
  if (!time.ok()) {
    return Refuse(reason, "not a time",
                  absl::StrCat(mapping_.time_column, ": ", time.status().message()));
  }
  row_time_us_ = absl::ToUnixMicros(*time);
  OKAPI_RETURN_IF_ERROR(ReadLabels(reason));
  return ReadValues(reason);
}

absl::Status SampleFile::ReadLabels(std::string& reason) {
  label_values_.clear();
  const bool says_series = mapping_.kind == okapi::metrics::v1::SAMPLE_KIND_UNSPECIFIED;
  for (size_t i = 0; i < columns_.labels.size(); ++i) {
    const absl::string_view value = record_[columns_.labels[i]];
    if (value.size() > kLabelValueBytesMax && !says_series) {
      return Refuse(reason, "label too long",
                    absl::StrCat(mapping_.labels[i].column, ": a label has at most ",
                                 kLabelValueBytesMax, " bytes, this one ", value.size()));
    }
    if (!IsUtf8(value)) {
      return Refuse(reason, "not UTF-8",
                    absl::StrCat(mapping_.labels[i].column, ": '", absl::CHexEscape(value),
                                 "' is not UTF-8"));
    }
    label_values_.push_back(value);
  }
  if (!says_series) return absl::OkStatus();
  if (ParseSampleKind(label_values_[1]) == okapi::metrics::v1::SAMPLE_KIND_UNSPECIFIED) {
    return Refuse(reason, "not a kind", "kind: must be gauge, delta or cumulative");
  }
  Labels labels;
  if (!ParseLabelsText(label_values_[2], &labels)) {
    return Refuse(reason, "not labels", "labels: must be written as channel=web;region=north");
  }
  return absl::OkStatus();
}

absl::Status SampleFile::ReadValues(std::string& reason) {
  row_.clear();
  const uint32_t first = series_.FirstOf(label_values_);
  for (size_t i = 0; i < columns_.values.size(); ++i) {
    Sample sample{first + static_cast<uint32_t>(i), 1.0};
    if (columns_.values[i].has_value()) {
      const absl::string_view text = absl::StripAsciiWhitespace(record_[*columns_.values[i]]);
      if (text.empty()) continue;
      if (!ParseDecimal(text, &sample.value)) {
        return Refuse(
            reason, "not a number",
            absl::StrCat(*mapping_.metrics[i].column, ": '", absl::CHexEscape(text.substr(0, 40)),
                         "' is not a finite decimal number; write it as -1234.5"));
      }
    }
    row_.push_back(sample);
  }
  empty_cells_ += static_cast<int64_t>(columns_.values.size() - row_.size());
  return absl::OkStatus();
}

bool SampleFile::TryAppend(FileBatch& batch) {
  size_t bytes = row_.size() * kSampleBytes;
  for (const Sample& sample : row_) {
    if (sample.series >= last_batch_of_.size()) last_batch_of_.resize(sample.series + 1, 0);
    if (last_batch_of_[sample.series] != batch.sequence) {
      bytes += series_.DeclarationBytes(sample.series);
    }
  }
  const size_t samples = batch.size() + row_.size();
  if (samples > static_cast<size_t>(mapping_.batch_samples)) return false;
  if (batch.size() > 0 && batch_bytes_ + bytes > kBatchBytesMax) return false;
  batch_bytes_ += bytes;
  for (const Sample& sample : row_) {
    last_batch_of_[sample.series] = batch.sequence;
    batch.series.push_back(sample.series);
    batch.times_us.push_back(row_time_us_);
    batch.values.push_back(sample.value);
    batch.lines.push_back(record_.line());
  }
  return true;
}

}  // namespace okapi::cli
