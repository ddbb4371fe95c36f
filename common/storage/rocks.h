#pragma once

#include <rocksdb/db.h>
#include <rocksdb/status.h>

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/mutex.h"
#include "common/storage/database.h"
#include "common/storage/read_memory.h"

// What the files of this folder share of RocksDB. Not for other folders.
namespace okapi::storage {

inline absl::string_view View(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }
inline rocksdb::Slice Slice(absl::string_view view) { return {view.data(), view.size()}; }

// The one place that translates RocksDB's errors. `operation` says what was tried.
absl::Status FromRocks(const rocksdb::Status& status, absl::string_view operation);

struct Database::Impl {
  ~Impl();

  // Precondition: the family was given to Database::Open.
  rocksdb::ColumnFamilyHandle* Handle(const Family& family) const;
  absl::StatusOr<std::optional<std::string>> Find(const rocksdb::ReadOptions& options,
                                                  const Family& family,
                                                  absl::string_view key) const;
  void Fail(const absl::Status& status) OKAPI_EXCLUDES(mutex);
  absl::Status Health() const OKAPI_EXCLUDES(mutex);

  std::string path;
  std::unique_ptr<rocksdb::DB> db;
  std::map<std::string, rocksdb::ColumnFamilyHandle*, std::less<>> handles;
  // Of the groups of writes, of which there is one at a time.
  ReadMemory read_memory;
  mutable base::Mutex mutex;
  absl::Status health OKAPI_GUARDED_BY(mutex);
};

}  // namespace okapi::storage
