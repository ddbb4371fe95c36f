#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/found.h"
#include "common/storage/reader.h"

namespace okapi::storage {

// One typed column family: keys of type Key, values that are protobuf messages. Key has
//   std::string Encode() const;
//   static absl::StatusOr<Key> Decode(absl::string_view);
// `Writer` in the writing calls is anything with Put and Delete: a journal::Transaction or a
// WriteGroup.
template <typename Key, typename Value>
class Table {
 public:
  struct Row {
    Key key;
    Value value;
  };

  constexpr explicit Table(const Family& family) : family_(family) {}

  // DATA_LOSS when the bytes do not parse.
  absl::StatusOr<Found<Value>> Find(const Reader& reader, const Key& key) const {
    OKAPI_ASSIGN_OR_RETURN(SharedMessage message,
                           reader.FindMessage(family_, key.Encode(), Value::default_instance()));
    return Found<Value>(std::move(message));
  }

  // Up to `limit` rows of the range, in key order.
  absl::StatusOr<std::vector<Row>> Scan(const Reader& reader, const KeyRange& range,
                                        size_t limit) const {
    std::vector<Row> rows;
    absl::Status failure;
    auto visit = [&](absl::string_view key, absl::string_view bytes) {
      if (rows.size() >= limit) return false;
      absl::StatusOr<Key> decoded = Key::Decode(key);
      Value value;
      failure = decoded.ok() ? ParseTo(bytes, family_, value) : decoded.status();
      if (!failure.ok()) return false;
      rows.push_back(Row{*std::move(decoded), std::move(value)});
      return true;
    };
    OKAPI_RETURN_IF_ERROR(reader.Scan(family_, range, visit));
    OKAPI_RETURN_IF_ERROR(failure);
    return rows;
  }

  template <typename Writer>
  void Put(Writer& writer, const Key& key, const Value& value) const {
    writer.Put(family_, key.Encode(), value.SerializeAsString());
  }

  template <typename Writer>
  void Delete(Writer& writer, const Key& key) const {
    writer.Delete(family_, key.Encode());
  }

 private:
  Family family_;
};

}  // namespace okapi::storage
