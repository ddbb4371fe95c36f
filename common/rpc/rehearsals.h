#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/ids.h"
#include "common/base/mutex.h"
#include "common/journal/journal.h"
#include "common/journal/rehearsal.h"
#include "common/rpc/call.h"
#include "common/rpc/executor.h"
#include "common/rpc/ticker.h"

namespace okapi::rpc {

// The rehearsals under way (okapi/common/v1/rehearsal_service.proto). Each keeps a state of the
// database from being tidied up, so they are few, and end when nobody uses them. Thread-safe.
class Rehearsals {
 public:
  static constexpr size_t kMax = 16;
  static constexpr absl::Duration kIdleMax = absl::Minutes(5);
  // After which one gives way when there are too many: somebody may have gone without a word.
  static constexpr absl::Duration kGivesWay = absl::Seconds(30);
  static constexpr size_t kBytesMax = 64 << 20;

  Rehearsals(const journal::Journal& journal, const base::Clock& clock, Executor& executor,
             Ticker& ticker);
  ~Rehearsals() { ticker_.Remove(tick_id_); }

  // Its id. For the caller's organization and the caller alone.
  absl::StatusOr<std::string> Start(const Call& call) OKAPI_EXCLUDES(mutex_);
  absl::Status End(const Call& call, const std::string& id) OKAPI_EXCLUDES(mutex_);

  // The same as Journal::Submit, within the rehearsal that the call names: body and `done` run on
  // the executor, one write of a rehearsal at a time.
  void Submit(const Call& call, journal::Origin origin, journal::Journal::Body body,
              journal::Journal::Done done) OKAPI_EXCLUDES(mutex_);

  // Ends those that nobody has used for kIdleMax. Every tick does.
  void EndIdle() OKAPI_EXCLUDES(mutex_);

 private:
  struct Write {
    journal::Origin origin;
    journal::Journal::Body body;
    journal::Journal::Done done;
  };
  struct Entry {
    Entry(journal::View begin, const base::Clock& clock) : rehearsal(std::move(begin), clock) {}

    std::string actor;
    std::string organization;
    absl::Time last_used;
    // Touched by the one task that runs its writes.
    journal::Rehearsal rehearsal;
    base::Mutex mutex;
    std::deque<Write> waiting OKAPI_GUARDED_BY(mutex);
    bool running OKAPI_GUARDED_BY(mutex) = false;
  };

  absl::StatusOr<std::shared_ptr<Entry>> Find(const Call& call, const std::string& id)
      OKAPI_REQUIRES(mutex_);
  // Ends the one that was used longest ago, if that is long enough; nullptr if none is.
  std::shared_ptr<Entry> MakeRoom() OKAPI_REQUIRES(mutex_);
  // Runs what waits, one write after the other: so that one rehearsal has one thread at most.
  static void RunWaiting(Entry& entry);

  const journal::Journal& journal_;
  const base::Clock& clock_;
  Executor& executor_;
  Ticker& ticker_;
  int64_t tick_id_ = 0;
  base::RandomIdGenerator ids_;
  base::Mutex mutex_;
  std::map<std::string, std::shared_ptr<Entry>> entries_ OKAPI_GUARDED_BY(mutex_);
};

}  // namespace okapi::rpc
