#include "common/storage/reader.h"

#include "common/storage/key_codec.h"

namespace okapi::storage {

KeyRange KeyRange::Prefix(absl::string_view prefix) {
  return KeyRange{std::string(prefix), PrefixEnd(prefix)};
}

KeyRange KeyRange::After(absl::string_view key) const {
  if (key.empty() || key < begin) return *this;
  // The next key in byte order is the key with a zero byte behind it.
  return KeyRange{std::string(key) + '\0', end};
}

}  // namespace okapi::storage
