#include "common/storage/database.h"

#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/snapshot.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/rocks.h"
#include "common/storage/write_group.h"
#include "okapi/storage/v1/records.pb.h"

namespace okapi::storage {
namespace {

constexpr char kSchemaKey[] = "schema";

// Turns the errors of RocksDB's own threads into the database's health.
class BackgroundErrors final : public rocksdb::EventListener {
 public:
  explicit BackgroundErrors(Database::Impl& impl) : impl_(impl) {}
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* error) override {
    impl_.Fail(FromRocks(*error, "background work"));
  }

 private:
  Database::Impl& impl_;
};

rocksdb::CompressionType BestCompression() {
  const auto supported = rocksdb::GetSupportedCompressions();
  for (const auto type : {rocksdb::kLZ4Compression, rocksdb::kSnappyCompression}) {
    if (std::find(supported.begin(), supported.end(), type) != supported.end()) return type;
  }
  return rocksdb::kNoCompression;
}

rocksdb::ColumnFamilyOptions FamilyOptions(Family::Use use,
                                           const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  if (use != Family::Use::kLog) table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.compression = use == Family::Use::kBlobs ? rocksdb::kNoCompression : BestCompression();
  options.write_buffer_size = 16 << 20;
  if (use == Family::Use::kLog) {
    // What is deleted before the buffer is full never reaches a table; what did goes with the first
    // compaction.
    options.write_buffer_size = 64 << 20;
    options.level0_file_num_compaction_trigger = 2;
  }
  return options;
}

rocksdb::DBOptions DbOptions(const DatabaseOptions& options) {
  rocksdb::DBOptions db;
  if (options.env != nullptr) db.env = options.env;
  db.create_if_missing = true;
  db.create_missing_column_families = true;
  // A log whose tail was torn by a crash is cut there. Damage before the tail is reported, never
  // skipped: what follows it was acknowledged.
  db.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  db.max_total_wal_size = 256 << 20;
  db.max_background_jobs = 2;
  db.keep_log_file_num = 4;
  return db;
}

absl::Status CreateDirectory(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error) {
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  }
  if (error) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot use '", path, "' as data directory: ", error.message()));
  }
  return absl::OkStatus();
}

// RocksDB tells a held lock by its text only; taking the lock for a moment tells it for sure.
absl::Status CheckNotLocked(rocksdb::Env& env, const std::string& path) {
  rocksdb::FileLock* lock = nullptr;
  if (!env.LockFile(path + "/LOCK", &lock).ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat("'", path, "' is in use by another process, or not writable"));
  }
  env.UnlockFile(lock);
  return absl::OkStatus();
}

// Families of this program and those that are there already: RocksDB opens all or nothing.
std::map<std::string, Family::Use> FamilyUses(const rocksdb::DBOptions& options,
                                              const std::string& path,
                                              absl::Span<const Family> families) {
  std::vector<std::string> present;
  // Fails for a new database, which has none yet.
  rocksdb::DB::ListColumnFamilies(options, path, &present).PermitUncheckedError();
  std::map<std::string, Family::Use> uses;
  for (const std::string& name : present) uses[name] = Family::Use::kRecords;
  uses[rocksdb::kDefaultColumnFamilyName] = Family::Use::kRecords;
  for (const Family& family : families) uses[family.name] = family.use;
  return uses;
}

absl::Status CheckSchema(rocksdb::DB& db, const DatabaseOptions& options) {
  std::string bytes;
  const rocksdb::Status found = db.Get(rocksdb::ReadOptions(), kSchemaKey, &bytes);
  okapi::storage::v1::SchemaRecord schema;
  if (found.ok()) {
    if (!schema.ParseFromString(bytes)) return status::Corrupt("the schema record does not parse");
    if (schema.service() != options.service) {
      return absl::FailedPreconditionError(absl::StrCat("'", options.path, "' holds data of the ",
                                                        schema.service(), " service, not of ",
                                                        options.service));
    }
    if (schema.version() > options.schema_version) {
      return absl::FailedPreconditionError(
          absl::StrCat("'", options.path, "' was written by a newer version of Okapi (layout ",
                       schema.version(), ", this program knows ", options.schema_version, ")"));
    }
    if (schema.version() == options.schema_version) return absl::OkStatus();
  } else if (!found.IsNotFound()) {
    return FromRocks(found, "reading the schema");
  }
  schema.set_service(options.service);
  schema.set_version(options.schema_version);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  return FromRocks(db.Put(synced, kSchemaKey, schema.SerializeAsString()), "writing the schema");
}

// A state of the database that later writes do not change.
class SnapshotReader final : public Reader {
 public:
  explicit SnapshotReader(const Database::Impl& impl) : impl_(impl), snapshot_(impl.db.get()) {
    options_.snapshot = snapshot_.snapshot();
  }

  absl::StatusOr<std::optional<std::string>> Find(const Family& family,
                                                  absl::string_view key) const override {
    return impl_.Find(options_, family, key);
  }

  absl::Status Scan(const Family& family, const KeyRange& range, Visitor visit) const override {
    rocksdb::ReadOptions options = options_;
    const rocksdb::Slice end = Slice(range.end);
    if (!range.end.empty()) options.iterate_upper_bound = &end;
    const std::unique_ptr<rocksdb::Iterator> it(
        impl_.db->NewIterator(options, impl_.Handle(family)));
    for (it->Seek(Slice(range.begin)); it->Valid(); it->Next()) {
      if (!visit(View(it->key()), View(it->value()))) break;
    }
    return FromRocks(it->status(), absl::StrCat("scanning ", family.name));
  }

 private:
  const Database::Impl& impl_;
  rocksdb::ManagedSnapshot snapshot_;
  rocksdb::ReadOptions options_;
};

}  // namespace

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Database::~Database() = default;

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const DatabaseOptions& options,
                                                         absl::Span<const Family> families) {
  rocksdb::DBOptions db_options = DbOptions(options);
  if (options.env == nullptr) OKAPI_RETURN_IF_ERROR(CreateDirectory(options.path));
  db_options.env->CreateDirIfMissing(options.path).PermitUncheckedError();
  OKAPI_RETURN_IF_ERROR(CheckNotLocked(*db_options.env, options.path));

  auto impl = std::make_unique<Impl>();
  impl->path = options.path;
  db_options.listeners.push_back(std::make_shared<BackgroundErrors>(*impl));
  const auto cache = rocksdb::NewLRUCache(64 << 20);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const auto& [name, use] : FamilyUses(db_options, options.path, families)) {
    descriptors.emplace_back(name, FamilyOptions(use, cache));
  }
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  OKAPI_RETURN_IF_ERROR(
      FromRocks(rocksdb::DB::Open(db_options, options.path, descriptors, &handles, &db),
                absl::StrCat("opening ", options.path)));
  impl->db.reset(db);
  for (rocksdb::ColumnFamilyHandle* handle : handles) impl->handles[handle->GetName()] = handle;
  OKAPI_RETURN_IF_ERROR(CheckSchema(*db, options));
  return std::unique_ptr<Database>(new Database(std::move(impl)));
}

std::unique_ptr<const Reader> Database::Snapshot() const {
  return std::make_unique<SnapshotReader>(*impl_);
}

std::unique_ptr<WriteGroup> Database::BeginGroup() {
  return std::make_unique<WriteGroup>(std::make_unique<WriteGroup::Impl>(*impl_));
}

absl::Status Database::Write(WriteGroup& group) {
  OKAPI_RETURN_IF_ERROR(impl_->Health());
  rocksdb::WriteBatch batch = group.impl().ToBatch();
  rocksdb::WriteOptions synced;
  synced.sync = true;
  absl::Status status = FromRocks(impl_->db->Write(synced, &batch), "writing");
  if (status.ok()) {
    group.impl().Remember();
  } else {
    // After a failed sync nobody knows what is on the disk: no second try on the same file.
    impl_->Fail(status);
  }
  return status;
}

absl::Status Database::Health() const { return impl_->Health(); }

}  // namespace okapi::storage
