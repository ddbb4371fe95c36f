#include "common/storage/write_group.h"

#include <cassert>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/storage/merged_scan.h"

namespace okapi::storage {
namespace {

// About what RocksDB's log adds to a key and a value.
constexpr size_t kLogBytes = 12;

// Where a range of the database is known to hold nothing it is not asked.
absl::Status ScanStored(Database::Impl& database, const Family& family, const KeyRange& range,
                        Reader::Visitor visit) {
  if (database.read_memory.IsEmpty(family, range)) return absl::OkStatus();
  const rocksdb::Slice end = Slice(range.end);  // RocksDB keeps a pointer to it.
  rocksdb::ReadOptions options;
  if (!range.end.empty()) options.iterate_upper_bound = &end;
  const std::unique_ptr<rocksdb::Iterator> stored(
      database.db->NewIterator(options, database.Handle(family)));
  stored->Seek(Slice(range.begin));
  const bool nothing = !stored->Valid() && stored->status().ok();
  if (nothing && !range.end.empty()) database.read_memory.NoteEmpty(family, range);
  while (stored->Valid() && visit(View(stored->key()), View(stored->value()))) stored->Next();
  return FromRocks(stored->status(), absl::StrCat("scanning ", family.name));
}

}  // namespace

WriteGroup::WriteGroup(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

WriteGroup::~WriteGroup() = default;

void WriteGroup::Impl::Set(const Family& family, absl::string_view key,
                           std::optional<std::string> value) {
  auto overlay = overlays.find(family.name);
  if (overlay == overlays.end()) overlay = overlays.emplace(family.name, Overlay()).first;
  bytes += key.size() + (value.has_value() ? value->size() : 0) + kLogBytes;
  auto [entry, inserted] = overlay->second.try_emplace(std::string(key));
  if (!marks.empty()) {
    undo.push_back({&overlay->second, entry->first,
                    inserted ? std::nullopt : std::optional<Remembered>(std::move(entry->second))});
  }
  entry->second = {std::move(value), nullptr};
}

absl::StatusOr<Remembered*> WriteGroup::Impl::Find(const Family& family, absl::string_view key) {
  const auto overlay = overlays.find(family.name);
  if (overlay != overlays.end()) {
    const auto entry = overlay->second.find(key);
    if (entry != overlay->second.end()) return &entry->second;
  }
  return FindBelow(family, key);
}

absl::StatusOr<Remembered*> WriteGroup::Impl::FindBelow(const Family& family,
                                                        absl::string_view key) {
  read.message = nullptr;
  if (below != nullptr) {
    OKAPI_ASSIGN_OR_RETURN(read.bytes, below->Find(family, key));
    return &read;
  }
  if (Remembered* known = database->read_memory.Find(family, key)) return known;
  OKAPI_ASSIGN_OR_RETURN(read.bytes, database->Find(rocksdb::ReadOptions(), family, key));
  Remembered* kept = database->read_memory.Set(family.name, key, std::move(read));
  return kept != nullptr ? kept : &read;
}

absl::Status WriteGroup::Impl::ScanBelow(const Family& family, const KeyRange& range,
                                         Reader::Visitor visit) const {
  return below != nullptr ? below->Scan(family, range, visit)
                          : ScanStored(*database, family, range, visit);
}

void WriteGroup::Impl::Remember() {
  ReadMemory& memory = database->read_memory;
  for (auto& [family, overlay] : overlays) {
    for (auto& [key, value] : overlay) memory.Set(family, key, std::move(value));
  }
  overlays.clear();
  for (const Unindexed& write : unindexed) {
    if (write.deletes) {
      memory.Clear();  // Nobody knows which keys are in the range.
    } else {
      memory.Forget(write.family, write.key);
    }
  }
  unindexed.clear();
}

rocksdb::WriteBatch WriteGroup::Impl::ToBatch() const {
  rocksdb::WriteBatch batch(bytes);
  for (const auto& [name, overlay] : overlays) {
    rocksdb::ColumnFamilyHandle* handle = database->Handle(Family{name.c_str()});
    for (const auto& [key, value] : overlay) {
      const rocksdb::Status status = value.bytes.has_value() ? batch.Put(handle, key, *value.bytes)
                                                             : batch.Delete(handle, key);
      assert(status.ok());  // Batches live in memory and have no limit here.
      status.PermitUncheckedError();
    }
  }
  for (const Unindexed& write : unindexed) {
    rocksdb::ColumnFamilyHandle* handle = database->Handle(Family{write.family});
    const rocksdb::Status status = write.deletes ? batch.DeleteRange(handle, write.key, write.value)
                                                 : batch.Put(handle, write.key, write.value);
    status.PermitUncheckedError();
  }
  return batch;
}

absl::StatusOr<std::optional<std::string>> WriteGroup::Find(const Family& family,
                                                            absl::string_view key) const {
  OKAPI_ASSIGN_OR_RETURN(const Remembered* found, impl_->Find(family, key));
  return found->bytes;
}

absl::StatusOr<SharedMessage> WriteGroup::FindMessage(
    const Family& family, absl::string_view key,
    const google::protobuf::MessageLite& prototype) const {
  OKAPI_ASSIGN_OR_RETURN(Remembered * found, impl_->Find(family, key));
  return found->MessageLike(prototype, family);
}

absl::Status WriteGroup::Scan(const Family& family, const KeyRange& range, Visitor visit) const {
  const auto overlay = impl_->overlays.find(family.name);
  if (overlay == impl_->overlays.end()) return impl_->ScanBelow(family, range, visit);
  return ScanMerged(
      overlay->second, range,
      [](const Remembered& value) {
        return value.bytes.has_value() ? &value.bytes.value() : nullptr;
      },
      [&](Visitor merge) { return impl_->ScanBelow(family, range, merge); }, visit);
}

void WriteGroup::Put(const Family& family, absl::string_view key, std::string value) {
  impl_->Set(family, key, std::move(value));
}

void WriteGroup::Delete(const Family& family, absl::string_view key) {
  impl_->Set(family, key, std::nullopt);
}

void WriteGroup::PutUnindexed(const Family& family, absl::string_view key, std::string value) {
  impl_->bytes += key.size() + value.size() + kLogBytes;
  impl_->unindexed.push_back({family.name, std::string(key), std::move(value), false});
}

void WriteGroup::DeleteRangeUnindexed(const Family& family, const KeyRange& range) {
  impl_->bytes += range.begin.size() + range.end.size() + kLogBytes;
  impl_->unindexed.push_back({family.name, range.begin, range.end, /*deletes=*/true});
}

void WriteGroup::Savepoint() {
  impl_->marks.push_back({impl_->undo.size(), impl_->unindexed.size(), impl_->bytes});
}

void WriteGroup::Rollback() {
  const Impl::Mark mark = impl_->marks.back();
  impl_->marks.pop_back();
  for (; impl_->undo.size() > mark.undo_size; impl_->undo.pop_back()) {
    Impl::Undo& last = impl_->undo.back();
    if (last.before.has_value()) {
      (*last.overlay)[last.key] = std::move(*last.before);
    } else {
      last.overlay->erase(last.key);
    }
  }
  impl_->unindexed.resize(mark.unindexed_size);
  impl_->bytes = mark.bytes;
}

void WriteGroup::Release() {
  impl_->marks.pop_back();
  if (impl_->marks.empty()) impl_->undo.clear();
}

size_t WriteGroup::bytes() const { return impl_->bytes; }

std::unique_ptr<WriteGroup> BeginDraft(std::unique_ptr<const Reader> below) {
  return std::make_unique<WriteGroup>(std::make_unique<WriteGroup::Impl>(std::move(below)));
}

}  // namespace okapi::storage
