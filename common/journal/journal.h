#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/journal/transaction.h"
#include "common/storage/database.h"
#include "okapi/common/v1/change.pb.h"

namespace okapi::journal {

// Where a write comes from; copied into its change record.
struct Origin {
  std::string actor;
  std::string request_id;
  std::string method;
  std::string organization;  // organizations/{organization}
  // Runs every check of the write, answers as it would, and changes nothing.
  bool validate_only = false;
};

struct JournalOptions {
  // Writes waiting for the lane; one more is refused with RESOURCE_EXHAUSTED.
  size_t queue_max = 16384;
  // A group is closed at this many writes or bytes, so that the first of them does not wait for
  // ever.
  size_t group_writes_max = 1024;
  size_t group_bytes_max = 8 << 20;
  // Change records kept for watchers; older ones are trimmed now and then. 0 keeps all.
  int64_t changes_kept = 1'000'000;
};

// A consistent state, its revision, and the time of that.
struct View {
  std::unique_ptr<const storage::Reader> reader;
  int64_t revision = 0;
  absl::Time time;
};

// A service's state is what its journal says. Every write is a small transaction that runs on the
// journal's single lane, one after the other, on top of all writes before it; the lane makes a
// group of them durable with one synced write and then answers all of them. So writes are
// serializable without locks, many callers share one fsync, and the order of the revisions is the
// order of the writes.
//
// Thread-safe. If the storage fails the journal stops taking writes: every write from then on is
// answered UNAVAILABLE and Health() says why. Nothing is retried on a file that failed to sync.
class Journal {
 public:
  // Runs on the lane: must not block, must not call the journal. A failure undoes this write and no
  // other.
  using Body = absl::AnyInvocable<absl::Status(Transaction&)>;
  // Runs on the lane, in the order of the writes, once the outcome is durable: must not block.
  // Given the write's revision (the current one for validate_only), or the error of the body or the
  // storage.
  using Done = absl::AnyInvocable<void(absl::StatusOr<int64_t>)>;
  // Runs on the lane after a group became durable, with the newest revision: must not block.
  using Listener = std::function<void(int64_t revision)>;

  // The column families that the journal keeps in the service's database; pass them to
  // Database::Open.
  static std::vector<storage::Family> Families();

  // `database` and `clock` must outlive the journal.
  static absl::StatusOr<std::unique_ptr<Journal>> Open(storage::Database& database,
                                                       const base::Clock& clock,
                                                       JournalOptions options = {});
  // Stops: writes already queued are carried out and answered, later ones are refused. Idempotent;
  // also done by the destructor.
  void Stop();
  ~Journal();

  // Queues a write. `done` is called exactly once, also when the write is refused.
  void Submit(Origin origin, Body body, Done done);
  // The same, waiting for the outcome. Not from the lane.
  absl::StatusOr<int64_t> Commit(Origin origin, Body body);

  // Revision of the last durable write; 0 for an empty journal.
  int64_t revision() const;
  // The state at the last durable write.
  absl::StatusOr<View> Read() const;

  // Up to `limit` change records after the revision, in order. Writes that recorded no change have
  // none. OUT_OF_RANGE / REVISION_TRIMMED when records after it were trimmed, OUT_OF_RANGE /
  // REVISION_UNKNOWN when it lies in the future.
  absl::StatusOr<std::vector<okapi::common::v1::ChangeRecord>> ReadChanges(int64_t after,
                                                                           size_t limit) const;
  // Forgets the change records up to and including the revision. State stays.
  absl::Status TrimThrough(int64_t revision);

  // Calls the listener until the returned handle is destroyed; the handle's destructor waits for a
  // running call.
  std::shared_ptr<void> Listen(Listener listener);

  // OK while the journal takes writes.
  absl::Status Health() const;

 private:
  struct Impl;
  explicit Journal(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace okapi::journal
