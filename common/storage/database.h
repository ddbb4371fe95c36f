#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/storage/reader.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace okapi::storage {

class WriteGroup;

struct DatabaseOptions {
  // Directory, created with its parents if missing, readable by its owner only.
  std::string path;
  // Who owns the data; another service's directory is refused.
  std::string service;
  // Layout version of the program; data of a newer one is refused.
  int schema_version = 1;
  // For tests: the file system to use, nullptr for the real one. Must outlive the database.
  rocksdb::Env* env = nullptr;
};

// Owns one RocksDB and its column families. Thread-safe. Only common/storage includes RocksDB's
// headers.
class Database {
 public:
  // FAILED_PRECONDITION when another process holds the directory, when it belongs to another
  // service, or when its layout is newer than the program; DATA_LOSS when its files are damaged.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const DatabaseOptions& options,
                                                        absl::Span<const Family> families);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // The state as of the last write. Snapshots must be gone before the database is.
  std::unique_ptr<const Reader> Snapshot() const;

  // A group of writes on top of the last write. One at a time: the journal's lane is the only
  // writer.
  std::unique_ptr<WriteGroup> BeginGroup();

  // Makes the group's writes visible and durable, all or none: when it returns OK they survive a
  // power cut.
  absl::Status Write(WriteGroup& group);

  // Not OK after RocksDB reported a background error; the database takes no more writes then.
  absl::Status Health() const;

  // Opaque RocksDB state, for the implementation of this folder only.
  struct Impl;
  Impl& impl() const { return *impl_; }

 private:
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Writes that will become durable together, readable while they are collected. Not thread-safe.
class WriteGroup final : public Reader {
 public:
  struct Impl;
  explicit WriteGroup(std::unique_ptr<Impl> impl);
  ~WriteGroup() override;

  absl::StatusOr<std::optional<std::string>> Find(const Family& family,
                                                  absl::string_view key) const override;
  absl::StatusOr<SharedMessage> FindMessage(
      const Family& family, absl::string_view key,
      const google::protobuf::MessageLite& prototype) const override;
  absl::Status Scan(const Family& family, const KeyRange& range, Visitor visit) const override;

  void Put(const Family& family, absl::string_view key, std::string value);
  void Delete(const Family& family, absl::string_view key);
  // Puts without making the value readable through this group: cheaper, for records nobody reads
  // back before the commit.
  void PutUnindexed(const Family& family, absl::string_view key, std::string value);
  // Deletes all keys of the range, which must have an end. Like PutUnindexed it does not show in
  // this group, and happens in the order of the unindexed writes.
  void DeleteRangeUnindexed(const Family& family, const KeyRange& range);

  // Marks the place that the next Rollback() returns to. Savepoints nest.
  void Savepoint();
  // Undoes everything since the last savepoint and removes it.
  void Rollback();
  // Removes the last savepoint and keeps the writes.
  void Release();

  // Size of the collected writes in bytes.
  size_t bytes() const;

  Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

// Writes on top of a state that nobody will ever write: to see what they would do. It has nothing
// to do with the writer of the database, so there may be many. Not for Database::Write.
std::unique_ptr<WriteGroup> BeginDraft(std::unique_ptr<const Reader> below);

}  // namespace okapi::storage
