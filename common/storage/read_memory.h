#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/storage/gaps.h"
#include "common/storage/reader.h"

namespace okapi::storage {

// A value of the database, as bytes and, once somebody asked for it, as the message it is.
struct Remembered {
  // nullopt: there is nothing under the key.
  std::optional<std::string> bytes;
  SharedMessage message;

  // The message of the prototype's type; nullptr when there is nothing, DATA_LOSS when the bytes do
  // not parse.
  absl::StatusOr<SharedMessage> MessageLike(const google::protobuf::MessageLite& prototype,
                                            const Family& family);
};

// What the database holds, and where it holds nothing, as far as that was looked up or written
// lately: the writes of a lane look up the same few things again and again. Right as long as every
// write to the database is told here. Not thread-safe: it belongs to the one writer.
class ReadMemory {
 public:
  // nullptr when it is not known. Valid until the next call that changes the memory.
  Remembered* Find(const Family& family, absl::string_view key);
  // Where it is kept; nullptr when it is too large for that, and left where it was.
  Remembered* Set(absl::string_view family, absl::string_view key, Remembered&& value);
  void Forget(absl::string_view family, absl::string_view key);

  // There is nothing in the range.
  void NoteEmpty(const Family& family, const KeyRange& range);
  // Whether it is known that there is nothing in the range.
  bool IsEmpty(const Family& family, const KeyRange& range) const;

  void Clear();

 private:
  struct Memory {
    absl::flat_hash_map<std::string, Remembered> values;
    Gaps gaps;
  };
  Memory& Of(absl::string_view family);

  absl::flat_hash_map<std::string, Memory> families_;
  Remembered nothing_;  // What is found in a gap.
  size_t bytes_ = 0;
};

}  // namespace okapi::storage
