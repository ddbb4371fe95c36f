#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message_lite.h"

namespace okapi::storage {

// A column family. Its name is on disk for ever. Declare each as an `inline constexpr` next to the
// keys it holds.
struct Family {
  // What it holds, which decides how RocksDB lays it out. May change from one version to the next.
  enum class Use {
    kRecords,  // small values, read one by one
    kLog,      // large values, written once, read at start, deleted in ranges while still young
    kBlobs,    // compressed values
  };
  const char* name;
  Use use = Use::kRecords;
};

// Keys in [begin, end); an empty `end` has no bound.
struct KeyRange {
  std::string begin;
  std::string end;

  static KeyRange Prefix(absl::string_view prefix);
  // The same range without the keys up to and including `key`. An empty `key` changes nothing.
  KeyRange After(absl::string_view key) const;
};

class Veil;

// A parsed value. Others may hold it too, so nobody changes it.
using SharedMessage = std::shared_ptr<const google::protobuf::MessageLite>;

// A consistent state to read from: a Snapshot, or a Transaction with its own writes on top.
class Reader {
 public:
  // Receives a key and its value, valid during the call only; returns false to end the scan.
  using Visitor = absl::FunctionRef<bool(absl::string_view key, absl::string_view value)>;

  virtual ~Reader() = default;
  // nullopt when the key does not exist; DATA_LOSS or UNAVAILABLE when the storage fails.
  virtual absl::StatusOr<std::optional<std::string>> Find(const Family& family,
                                                          absl::string_view key) const = 0;
  // The value as a message of the prototype's type; nullptr when the key does not exist, DATA_LOSS
  // when the value does not parse. A reader that is asked for the same again and again parses once.
  virtual absl::StatusOr<SharedMessage> FindMessage(
      const Family& family, absl::string_view key,
      const google::protobuf::MessageLite& prototype) const;
  // Visits the keys of the range in byte order. Reading while the visitor runs is allowed, writing
  // is not.
  virtual absl::Status Scan(const Family& family, const KeyRange& range, Visitor visit) const = 0;

  // What hides some of the records from this reader; nullptr when it sees all of them.
  virtual Veil* veil() const { return nullptr; }
  // The state with what is hidden. For what has to be right whoever looks: sums, and names that are
  // taken.
  virtual const Reader& whole() const { return *this; }
  // The time that the state is of, where that is not the newest one: what depends on time is to be
  // told of then.
  virtual std::optional<absl::Time> as_of() const { return std::nullopt; }
};

// The bytes of a value as a message; DATA_LOSS when they are none.
absl::Status ParseTo(absl::string_view bytes, const Family& family,
                     google::protobuf::MessageLite& message);
// The same, of the prototype's type.
absl::StatusOr<SharedMessage> ParseLike(const google::protobuf::MessageLite& prototype,
                                        absl::string_view bytes, const Family& family);

}  // namespace okapi::storage
