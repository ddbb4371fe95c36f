#include "common/storage/key_codec.h"

#include <cassert>
#include <cmath>
#include <cstring>

#include "common/status/errors.h"

namespace okapi::storage {
namespace {

constexpr uint64_t kSign = uint64_t{1} << 63;
constexpr char kEscape = '\0';
constexpr char kEscapedZero = '\xff';
constexpr char kTerminator = '\x01';

void AppendBigEndian(std::string& key, uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    key.push_back(static_cast<char>((value >> shift) & 0xff));
  }
}

// Negative numbers sort below positive ones, and the more negative the lower.
uint64_t SortableBits(double value) {
  const double normal = value == 0 ? 0.0 : value;  // -0.0 and 0.0 are one key.
  uint64_t bits;
  std::memcpy(&bits, &normal, sizeof(bits));
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

double FromSortableBits(uint64_t sortable) {
  const uint64_t bits = (sortable & kSign) != 0 ? sortable & ~kSign : ~sortable;
  double value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

}  // namespace

KeyWriter& KeyWriter::Bytes(absl::string_view value) {
  if (value.find(kEscape) == absl::string_view::npos) {
    key_.append(value.data(), value.size());
  } else {
    for (const char c : value) {
      key_.push_back(c);
      if (c == kEscape) key_.push_back(kEscapedZero);
    }
  }
  key_.push_back(kEscape);
  key_.push_back(kTerminator);
  return *this;
}

KeyWriter& KeyWriter::U64(uint64_t value) {
  AppendBigEndian(key_, value);
  return *this;
}

KeyWriter& KeyWriter::DescU64(uint64_t value) { return U64(~value); }

KeyWriter& KeyWriter::I64(int64_t value) { return U64(static_cast<uint64_t>(value) ^ kSign); }

KeyWriter& KeyWriter::F64(double value) {
  assert(!std::isnan(value));
  return U64(SortableBits(value));
}

std::string KeyWriter::Finish() {
  std::string key;
  key.swap(key_);
  return key;
}

bool KeyReader::Bytes(std::string* value) {
  value->clear();
  for (size_t i = 0; !failed_ && i < rest_.size(); ++i) {
    if (rest_[i] != kEscape) {
      value->push_back(rest_[i]);
      continue;
    }
    if (i + 1 >= rest_.size()) break;
    if (rest_[i + 1] == kTerminator) {
      rest_.remove_prefix(i + 2);
      return true;
    }
    if (rest_[i + 1] != kEscapedZero) break;
    value->push_back(kEscape);
    ++i;
  }
  failed_ = true;
  return false;
}

bool KeyReader::U64(uint64_t* value) {
  if (failed_ || rest_.size() < sizeof(*value)) {
    failed_ = true;
    return false;
  }
  *value = 0;
  for (size_t i = 0; i < sizeof(*value); ++i) {
    *value = *value << 8 | static_cast<unsigned char>(rest_[i]);
  }
  rest_.remove_prefix(sizeof(*value));
  return true;
}

bool KeyReader::DescU64(uint64_t* value) {
  if (!U64(value)) return false;
  *value = ~*value;
  return true;
}

bool KeyReader::I64(int64_t* value) {
  uint64_t bits;
  if (!U64(&bits)) return false;
  *value = static_cast<int64_t>(bits ^ kSign);
  return true;
}

bool KeyReader::F64(double* value) {
  uint64_t sortable;
  if (!U64(&sortable)) return false;
  *value = FromSortableBits(sortable);
  return true;
}

absl::Status KeyReader::Done() const {
  if (failed_) return status::Corrupt("a key is too short or badly escaped");
  if (!rest_.empty()) return status::Corrupt("a key has bytes left over");
  return absl::OkStatus();
}

std::string PrefixEnd(absl::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

}  // namespace okapi::storage
