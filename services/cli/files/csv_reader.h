#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace okapi::cli {

// One record of a CSV file.
class CsvRecord {
 public:
  // The line the record begins on, from 1.
  int64_t line() const { return line_; }
  size_t size() const { return ends_.size(); }
  // The text of a field, without its quotes; good until the record is read into again.
  absl::string_view operator[](size_t field) const {
    const size_t begin = field == 0 ? 0 : ends_[field - 1];
    return absl::string_view(text_).substr(begin, ends_[field] - begin);
  }

 private:
  friend class CsvReader;
  int64_t line_ = 0;
  // The fields' texts one after the other, and where each ends.
  std::string text_;
  std::vector<size_t> ends_;
};

// Reads a CSV file (RFC 4180) record by record, in memory that does not grow with the file. Takes
// LF and CRLF, a byte order mark, and newlines within quotes; skips empty lines. Broken quoting
// ends the reading: whatever follows could be misread without anybody noticing. Not thread-safe.
class CsvReader {
 public:
  // A longer field is most often a quote that was never closed.
  static constexpr size_t kFieldBytesMax = 64 << 10;
  static constexpr size_t kFieldsMax = 4096;

  // How much of a file is read at once.
  static constexpr size_t kBufferBytes = 1 << 20;

  // Reads from where `file` stands, which must outlive the reader; `name` is what errors call it.
  CsvReader(std::FILE* file, std::string name, char separator = ',',
            size_t buffer_bytes = kBufferBytes);

  // Reads the next record; false at the end of the file. INVALID_ARGUMENT, with `name:line`, if the
  // file is not CSV there; UNKNOWN if it cannot be read. After an error only the destructor may
  // follow.
  absl::StatusOr<bool> Next(CsvRecord& record);

  // How many bytes the records read so far took.
  int64_t offset() const { return consumed_before_ + static_cast<int64_t>(next_); }

 private:
  static constexpr int kEnd = -1;

  // The next byte, or kEnd at the end of the file or after an error (`read_error_`).
  int Peek() { return next_ < size_ || Fill() ? static_cast<unsigned char>(buffer_[next_]) : kEnd; }
  bool Fill();
  void SkipByteOrderMark();
  // Each appends one field to `record` and stops at what follows it: a separator, a line end, kEnd.
  absl::Status ReadQuoted(CsvRecord& record);
  absl::Status ReadPlain(CsvRecord& record);
  // Whether a line end follows, which is then consumed. A carriage return alone is none.
  bool TakeLineEnd();
  // Whether a plain field may go on over this byte without a closer look.
  bool IsOrdinary(char byte) const {
    return byte != separator_ && byte != '\n' && byte != '\r' && byte != '"' && byte != '\0';
  }
  absl::Status CheckLength(const CsvRecord& record) const;
  absl::Status Broken(int64_t line, absl::string_view why) const;

  std::FILE* const file_;
  const std::string name_;
  const char separator_;
  std::vector<char> buffer_;
  size_t next_ = 0;  // In `buffer_`.
  size_t size_ = 0;
  int64_t consumed_before_ = 0;  // Bytes before `buffer_`.
  int64_t line_ = 1;
  bool begun_ = false;
  bool carriage_return_ = false;  // The line end being read began with one.
  absl::Status read_error_;
};

}  // namespace okapi::cli
