#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace okapi::storage {

// Builds keys whose byte order is the order of the tuple written. DO NOT CHANGE THE ENCODING: it is
// on disk.
//   Bytes    any bytes; 00 is escaped as 00 FF, the end is 00 01, so "a" < "a\0" < "ab"
//   U64      8 bytes, big endian; DescU64 the complement, so that larger numbers sort first
//   I64      as U64 with the sign bit flipped
//   F64      IEEE bits made sortable; -0.0 is written as 0.0; NaN is not allowed
class KeyWriter {
 public:
  KeyWriter& Bytes(absl::string_view value);
  KeyWriter& U64(uint64_t value);
  KeyWriter& DescU64(uint64_t value);
  KeyWriter& I64(int64_t value);
  KeyWriter& F64(double value);
  // The key so far; the writer is empty afterwards.
  std::string Finish();

 private:
  std::string key_;
};

// Reads back what KeyWriter wrote, in the same order. After the first failure every further read
// fails.
class KeyReader {
 public:
  // `key` must outlive the reader.
  explicit KeyReader(absl::string_view key) : rest_(key) {}
  bool Bytes(std::string* value);
  bool U64(uint64_t* value);
  bool DescU64(uint64_t* value);
  bool I64(int64_t* value);
  bool F64(double* value);
  // DATA_LOSS if a read failed or bytes are left over.
  absl::Status Done() const;

 private:
  absl::string_view rest_;
  bool failed_ = false;
};

// The smallest key greater than every key that begins with `prefix`; empty (no bound) if there is
// none.
std::string PrefixEnd(absl::string_view prefix);

}  // namespace okapi::storage
