// Durable commits per second: the journal's shared syncs against one sync per commit, and against
// RocksDB's own grouping of concurrent writers. README.md says how to read it.

#include <google/protobuf/wrappers.pb.h>
#include <rocksdb/db.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/journal/journal.h"
#include "common/storage/database.h"

ABSL_FLAG(std::string, dir, "var/bench-journal",
          "directory on the disk to measure; removed before and afterwards");
ABSL_FLAG(double, seconds, 0.5, "length of one run");
ABSL_FLAG(int, runs, 5, "runs of each contender and number of callers; medians are reported");

namespace okapi {
namespace {

constexpr int kCallers[] = {1, 16, 64, 256};
constexpr size_t kValueBytes = 200;  // About a resource of ours.
constexpr storage::Family kRows{"rows"};

void Check(bool ok, const std::string& what) {
  if (ok) return;
  std::fprintf(stderr, "okapi-bench-journal: %s\n", what.c_str());
  std::exit(1);
}

// Makes one value durable under the key, and returns when it is. Called by many threads.
using Commit = std::function<void(const std::string& key, const std::string& value)>;

class JournalContender {
 public:
  explicit JournalContender(const std::string& path) {
    storage::DatabaseOptions options;
    options.path = path;
    options.service = "bench";
    std::vector<storage::Family> families = journal::Journal::Families();
    families.push_back(kRows);
    auto database = storage::Database::Open(options, families);
    Check(database.ok(), database.status().ToString());
    database_ = *std::move(database);
    auto journal = journal::Journal::Open(*database_, clock_);
    Check(journal.ok(), journal.status().ToString());
    journal_ = *std::move(journal);
  }

  void Commit(const std::string& key, const std::string& value) {
    // As services write: the resource, and a change record that holds it again.
    google::protobuf::StringValue resource;
    resource.set_value(value);
    const auto body = [&](journal::Transaction& transaction) {
      transaction.Put(kRows, key, resource.SerializeAsString());
      transaction.RecordChange(key, nullptr, &resource);
      return absl::OkStatus();
    };
    const auto revision = journal_->Commit({}, body);
    Check(revision.ok(), revision.status().ToString());
  }

 private:
  base::RealClock clock_;
  std::unique_ptr<storage::Database> database_;
  std::unique_ptr<journal::Journal> journal_;
};

class RocksContender {
 public:
  explicit RocksContender(const std::string& path) {
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* db = nullptr;
    const rocksdb::Status status = rocksdb::DB::Open(options, path, &db);
    Check(status.ok(), status.ToString());
    db_.reset(db);
  }

  // One sync of its own for every commit.
  void CommitAlone(const std::string& key, const std::string& value) {
    base::MutexLock lock(mutex_);
    CommitGrouped(key, value);
  }

  // RocksDB groups writers that come at the same time, by itself.
  void CommitGrouped(const std::string& key, const std::string& value) {
    rocksdb::WriteOptions synced;
    synced.sync = true;
    const rocksdb::Status status = db_->Put(synced, key, value);
    Check(status.ok(), status.ToString());
  }

 private:
  base::Mutex mutex_;
  std::unique_ptr<rocksdb::DB> db_;
};

// Commits per second of so many callers, each of which commits again as soon as it is answered.
double Measure(const Commit& commit, int callers, double seconds) {
  using SteadyClock = std::chrono::steady_clock;
  const std::string value(kValueBytes, 'v');
  std::atomic<bool> stop = false;
  std::atomic<int64_t> commits = 0;
  std::vector<std::thread> threads;
  const auto start = SteadyClock::now();
  for (int caller = 0; caller < callers; ++caller) {
    threads.emplace_back([&, caller] {
      for (int64_t i = 0; !stop; ++i) {
        commit(absl::StrCat("organizations/acme/rows/", caller, "-", i % 1000), value);
        ++commits;
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  stop = true;
  for (std::thread& thread : threads) thread.join();
  return static_cast<double>(commits) /
         std::chrono::duration<double>(SteadyClock::now() - start).count();
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::string Json(const std::map<std::string, double>& numbers, const char* format) {
  return absl::StrJoin(numbers, ", ", [format](std::string* out, const auto& number) {
    char text[64];
    std::snprintf(text, sizeof(text), format, number.second);
    absl::StrAppend(out, "\"", number.first, "\": ", text);
  });
}

void Run(const std::string& dir) {
  JournalContender journal(dir + "/journal");
  RocksContender rocks(dir + "/rocksdb");
  const std::pair<const char*, Commit> contenders[] = {
      {"journal", [&](const auto& key, const auto& value) { journal.Commit(key, value); }},
      {"one_sync", [&](const auto& key, const auto& value) { rocks.CommitAlone(key, value); }},
      {"rocksdb", [&](const auto& key, const auto& value) { rocks.CommitGrouped(key, value); }},
  };
  // Contenders take turns, so that a disk that slows down slows down all of them.
  std::map<std::pair<int, std::string>, std::vector<double>> rates;
  for (int run = 0; run < absl::GetFlag(FLAGS_runs); ++run) {
    for (const int callers : kCallers) {
      for (const auto& [name, commit] : contenders) {
        rates[{callers, name}].push_back(Measure(commit, callers, absl::GetFlag(FLAGS_seconds)));
      }
    }
  }
  std::map<std::string, double> figures;
  std::map<std::string, double> ratios;
  std::puts("callers   journal  one sync per commit  RocksDB's groups   commits/s, medians");
  for (const int callers : kCallers) {
    const double ours = Median(rates[{callers, "journal"}]);
    const double alone = Median(rates[{callers, "one_sync"}]);
    const double grouped = Median(rates[{callers, "rocksdb"}]);
    std::printf("%7d %9.0f %20.0f %17.0f\n", callers, ours, alone, grouped);
    figures[absl::StrCat("journal_", callers)] = ours;
    figures[absl::StrCat("one_sync_", callers)] = alone;
    figures[absl::StrCat("rocksdb_", callers)] = grouped;
    ratios[absl::StrCat("journal_to_one_sync_", callers)] = ours / alone;
    ratios[absl::StrCat("journal_to_rocksdb_", callers)] = ours / grouped;
  }
  absl::PrintF(R"({"bench": "journal", "figures": {%s}, "ratios": {%s}})"
               "\n",
               Json(figures, "%.0f"), Json(ratios, "%.2f"));
}

}  // namespace
}  // namespace okapi

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const std::string dir = absl::GetFlag(FLAGS_dir);
  std::filesystem::remove_all(dir);
  std::filesystem::create_directories(dir);
  okapi::Run(dir);
  std::filesystem::remove_all(dir);
}
