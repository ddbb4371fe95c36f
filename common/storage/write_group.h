#pragma once

#include <rocksdb/write_batch.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/storage/database.h"
#include "common/storage/rocks.h"

namespace okapi::storage {

// The writes of a group, held beside the database until they are turned into one batch. An ordered
// map of our own rather than RocksDB's WriteBatchWithIndex, whose rollback rebuilds its whole
// index: here an undone write costs what it wrote.
struct WriteGroup::Impl {
  // On top of the last write, with the database's memory: for its one writer.
  explicit Impl(Database::Impl& the_database) : database(&the_database) {}
  // On top of a state, for nobody to write.
  explicit Impl(std::unique_ptr<const Reader> state) : below(std::move(state)) {}

  // Keys of one family in byte order. Nothing under a key is a deletion.
  using Overlay = std::map<std::string, Remembered, std::less<>>;

  struct Undo {
    Overlay* overlay;
    std::string key;
    // What the overlay held before; nullopt if nothing.
    std::optional<Remembered> before;
  };
  struct Mark {
    size_t undo_size;
    size_t unindexed_size;
    size_t bytes;
  };
  struct Unindexed {
    const char* family;
    std::string key;
    std::string value;  // Of a deletion, the end of the range that begins with `key`.
    bool deletes = false;
  };

  void Set(const Family& family, absl::string_view key, std::optional<std::string> value);
  // What the group sees under a key: what it wrote, or else what lies below. Valid until the next
  // call.
  absl::StatusOr<Remembered*> Find(const Family& family, absl::string_view key);
  // What lies below: the state, or what the database holds, from its memory if that knows: nobody
  // else writes what a group reads.
  absl::StatusOr<Remembered*> FindBelow(const Family& family, absl::string_view key);
  absl::Status ScanBelow(const Family& family, const KeyRange& range, Reader::Visitor visit) const;
  rocksdb::WriteBatch ToBatch() const;
  // Tells the database's memory of the writes, once they are there. Nothing is left of them here.
  void Remember();

  Database::Impl* database = nullptr;
  std::unique_ptr<const Reader> below;  // nullptr when there is a database.
  std::map<std::string, Overlay, std::less<>> overlays;
  Remembered read;  // The last that was too large for the memory.
  std::vector<Unindexed> unindexed;
  std::vector<Undo> undo;
  std::vector<Mark> marks;
  size_t bytes = 0;
};

}  // namespace okapi::storage
