#include "services/cli/files/csv_reader.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"

namespace okapi::cli {
CsvReader::CsvReader(std::FILE* file, std::string name, char separator, size_t buffer_bytes)
    : file_(file), name_(std::move(name)), separator_(separator), buffer_(buffer_bytes) {}

bool CsvReader::Fill() {
  if (!read_error_.ok()) return false;
  consumed_before_ += static_cast<int64_t>(size_);
  next_ = 0;
  errno = 0;
  size_ = std::fread(buffer_.data(), 1, buffer_.size(), file_);
  if (std::ferror(file_) != 0) {
    read_error_ = absl::UnknownError(absl::StrCat(name_, ": cannot be read: ", strerror(errno)));
  }
  return size_ > 0;
}

void CsvReader::SkipByteOrderMark() {
  constexpr absl::string_view kMark = "\xEF\xBB\xBF";
  if (Peek() == kEnd) return;
  const absl::string_view start(buffer_.data(), size_);
  if (start.substr(0, kMark.size()) == kMark) next_ = kMark.size();
}

absl::StatusOr<bool> CsvReader::Next(CsvRecord& record) {
  if (!begun_) {
    begun_ = true;
    SkipByteOrderMark();
  }
  while (TakeLineEnd()) {
  }
  record.line_ = line_;
  record.text_.clear();
  record.ends_.clear();
  if (carriage_return_) return Broken(line_, "a carriage return without a line feed");
  if (Peek() == kEnd) {
    OKAPI_RETURN_IF_ERROR(read_error_);
    return false;
  }
  while (true) {
    OKAPI_RETURN_IF_ERROR(Peek() == '"' ? ReadQuoted(record) : ReadPlain(record));
    record.ends_.push_back(record.text_.size());
    if (record.size() > kFieldsMax) {
      return Broken(record.line_, absl::StrCat("more than ", kFieldsMax, " columns"));
    }
    if (Peek() == separator_) {
      ++next_;
      continue;
    }
    OKAPI_RETURN_IF_ERROR(read_error_);
    if (TakeLineEnd() || (!carriage_return_ && Peek() == kEnd)) return true;
    return Broken(line_, "a carriage return without a line feed");
  }
}

absl::Status CsvReader::ReadPlain(CsvRecord& record) {
  while (Peek() != kEnd) {
    const char* const begin = buffer_.data() + next_;
    const char* const end = buffer_.data() + size_;
    const char* stop = begin;
    while (stop != end && IsOrdinary(*stop)) ++stop;
    record.text_.append(begin, stop);
    next_ += static_cast<size_t>(stop - begin);
    OKAPI_RETURN_IF_ERROR(CheckLength(record));
    if (stop == end) continue;
    if (*stop == '"') {
      return Broken(line_,
                    "a quote within an unquoted field; quote the field and double the quote");
    }
    if (*stop == '\0') return Broken(line_, "a zero byte; the file must be text in UTF-8");
    break;
  }
  return absl::OkStatus();
}

absl::Status CsvReader::ReadQuoted(CsvRecord& record) {
  const int64_t opened = line_;
  ++next_;
  while (true) {
    const int byte = Peek();
    if (byte == kEnd) {
      OKAPI_RETURN_IF_ERROR(read_error_);
      return Broken(opened, "a quote is opened and never closed");
    }
    ++next_;
    if (byte == '"') {
      if (Peek() != '"') break;
      ++next_;
    } else if (byte == '\n') {
      ++line_;
    } else if (byte == '\0') {
      return Broken(line_, "a zero byte; the file must be text in UTF-8");
    }
    record.text_.push_back(static_cast<char>(byte));
    OKAPI_RETURN_IF_ERROR(CheckLength(record));
  }
  const int after = Peek();
  if (after == separator_ || after == '\n' || after == '\r' || after == kEnd)
    return absl::OkStatus();
  return Broken(line_, "text after a closing quote; a quote within quotes must be doubled");
}

bool CsvReader::TakeLineEnd() {
  if (Peek() == '\r') {
    carriage_return_ = true;
    ++next_;
  }
  if (Peek() != '\n') return false;
  carriage_return_ = false;
  ++next_;
  ++line_;
  return true;
}

absl::Status CsvReader::CheckLength(const CsvRecord& record) const {
  const size_t begin = record.ends_.empty() ? 0 : record.ends_.back();
  if (record.text_.size() - begin <= kFieldBytesMax) return absl::OkStatus();
  return Broken(record.line_, absl::StrCat("a field of more than ", kFieldBytesMax,
                                           " bytes; is a quote never closed?"));
}

absl::Status CsvReader::Broken(int64_t line, absl::string_view why) const {
  return absl::InvalidArgumentError(absl::StrCat(name_, ":", line, ": ", why));
}

}  // namespace okapi::cli
