#pragma once

#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/storage/reader.h"

namespace okapi::storage {

// What the database holds under keys that were looked up or written lately: the writes of a lane
// look up the same few things again and again. Right as long as every write to the database is told
// here. Not thread-safe: it belongs to the one writer.
class ReadMemory {
 public:
  // nullopt: there is nothing under the key.
  using Value = std::optional<std::string>;

  // nullptr when it is not known.
  const Value* Find(const Family& family, absl::string_view key) const;
  void Set(absl::string_view family, absl::string_view key, Value value);
  void Forget(absl::string_view family, absl::string_view key);
  void Clear();

 private:
  using Values = absl::flat_hash_map<std::string, Value>;
  absl::flat_hash_map<std::string, Values> families_;
  size_t bytes_ = 0;
};

}  // namespace okapi::storage
