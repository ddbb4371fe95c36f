#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <thread>

#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/journal/journal.h"
#include "common/storage/database.h"
#include "okapi/storage/v1/records.pb.h"

namespace okapi::journal {

// The lane: one thread that takes waiting writes as a group, runs them one after the other, makes
// them durable together, and answers. While it waits for the disk the next group gathers, so a
// group is as large as the disk is slow. Thread-safe but for Trim().
class Lane {
 public:
  struct Write {
    Origin origin;
    Journal::Body body;
    Journal::Done done;
  };

  Lane(storage::Database& database, const base::Clock& clock, const JournalOptions& options,
       okapi::storage::v1::JournalRecord state);
  ~Lane() { Stop(); }

  void Submit(Write write) OKAPI_EXCLUDES(mutex_);
  void Stop() OKAPI_EXCLUDES(mutex_);
  int64_t revision() const OKAPI_EXCLUDES(mutex_);
  absl::Status Health() const OKAPI_EXCLUDES(mutex_);
  std::shared_ptr<void> Listen(Journal::Listener listener) OKAPI_EXCLUDES(listeners_mutex_);
  // Forgets change records up to the revision, as part of a write: within its body only.
  absl::Status Trim(Transaction& transaction, int64_t through);

 private:
  // A write that has run and waits for the disk.
  struct Outcome {
    Journal::Done done;
    absl::StatusOr<int64_t> result;
  };

  void Run();
  // Waits for writes. Empty when stopped and nothing is left.
  std::deque<Write> Take() OKAPI_EXCLUDES(mutex_);
  // Carries out the first of the writes, as many as fit into a group, and removes them.
  void RunGroup(std::deque<Write>& writes);
  absl::StatusOr<int64_t> RunOne(storage::WriteGroup& group, Write& write);
  void Record(storage::WriteGroup& group, const Origin& origin, Transaction& transaction);
  absl::Status TrimOldest(storage::WriteGroup& group);
  absl::Status Commit(storage::WriteGroup& group);
  void Fail(const absl::Status& status) OKAPI_EXCLUDES(mutex_);
  void Tell(int64_t revision) OKAPI_EXCLUDES(listeners_mutex_);

  storage::Database& database_;
  const base::Clock& clock_;
  const JournalOptions options_;
  // The lane thread's own: where the journal is once the group under way is durable.
  okapi::storage::v1::JournalRecord state_;

  mutable base::Mutex mutex_;
  base::CondVar ready_;
  std::deque<Write> queue_ OKAPI_GUARDED_BY(mutex_);
  bool stopped_ OKAPI_GUARDED_BY(mutex_) = false;
  int64_t durable_revision_ OKAPI_GUARDED_BY(mutex_);
  absl::Status health_ OKAPI_GUARDED_BY(mutex_);

  base::Mutex listeners_mutex_;
  int64_t next_listener_ OKAPI_GUARDED_BY(listeners_mutex_) = 1;
  std::map<int64_t, Journal::Listener> listeners_ OKAPI_GUARDED_BY(listeners_mutex_);

  std::thread thread_;
};

}  // namespace okapi::journal
