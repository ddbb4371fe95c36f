#include "common/storage/rocks.h"

#include <cstdlib>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "spdlog/spdlog.h"

namespace okapi::storage {

absl::Status FromRocks(const rocksdb::Status& status, absl::string_view operation) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = absl::StrCat("storage: ", operation, ": ", status.ToString());
  switch (status.code()) {
    case rocksdb::Status::kCorruption:
      return status::Corrupt(text);
    case rocksdb::Status::kNotFound:
    case rocksdb::Status::kInvalidArgument:
    case rocksdb::Status::kNotSupported:
    case rocksdb::Status::kMergeInProgress:
    case rocksdb::Status::kColumnFamilyDropped:
    case rocksdb::Status::kCompactionTooLarge:
      return status::Internal(text);
    default:  // Input/output, space, busy, aborted, timed out, shut down.
      spdlog::error("{}", text);
      return status::Error(absl::StatusCode::kUnavailable, status::ErrorReason::STORAGE_UNAVAILABLE,
                           "the storage does not work at the moment; see the server's log");
  }
}

Database::Impl::~Impl() {
  // So that the next start has no log to replay, and what was deleted takes no space meanwhile.
  // Nothing depends on it.
  if (db != nullptr && Health().ok()) {
    std::vector<rocksdb::ColumnFamilyHandle*> all;
    for (const auto& [name, handle] : handles) all.push_back(handle);
    db->Flush(rocksdb::FlushOptions(), all).PermitUncheckedError();
  }
  for (const auto& [name, handle] : handles) db->DestroyColumnFamilyHandle(handle);
  if (db != nullptr) db->Close();
}

rocksdb::ColumnFamilyHandle* Database::Impl::Handle(const Family& family) const {
  const auto found = handles.find(family.name);
  if (found == handles.end()) {
    spdlog::critical("column family {} was not given to Database::Open", family.name);
    std::abort();
  }
  return found->second;
}

absl::StatusOr<std::optional<std::string>> Database::Impl::Find(const rocksdb::ReadOptions& options,
                                                                const Family& family,
                                                                absl::string_view key) const {
  std::string value;
  const rocksdb::Status status = db->Get(options, Handle(family), Slice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  if (!status.ok()) return FromRocks(status, absl::StrCat("reading ", family.name));
  return std::optional<std::string>(std::move(value));
}

void Database::Impl::Fail(const absl::Status& status) {
  base::MutexLock lock(mutex);
  if (health.ok()) health = status;
}

absl::Status Database::Impl::Health() const {
  base::MutexLock lock(mutex);
  return health;
}

}  // namespace okapi::storage
