#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/rpc/past.h"
#include "common/storage/overlay.h"
#include "services/goals/store/goals_store.h"

namespace okapi::goals {

// The state of an organization as it was: the newest one, with all changes since taken back. Costs
// the reading of all changes since; the last few that were asked for are kept, and only what has
// come since is looked at again. Thread-safe.
class PastStates final : public rpc::Past {
 public:
  // Both must outlive this.
  PastStates(const GoalsStore& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  absl::StatusOr<std::unique_ptr<const storage::Reader>> At(
      journal::View now, const std::string& organization,
      const rpc::AskedPast& asked) const override;

 private:
  // Which past it is: an organization after a revision and, where values are those that are known
  // now, at which time.
  struct Key {
    std::string organization;
    int64_t then = 0;
    std::optional<absl::Time> known_now;
    bool operator==(const Key&) const = default;
  };
  // Laid over any state up to a revision; values that are known now over what was known then.
  struct Known {
    Key key;
    int64_t through = 0;
    std::shared_ptr<const storage::Overlay> overlay;
  };

  absl::StatusOr<std::shared_ptr<const storage::Overlay>> OverlayAt(const journal::View& now,
                                                                    const std::string& organization,
                                                                    int64_t then) const;
  // The values that are known now, for `then`, which is what was known then.
  absl::StatusOr<std::shared_ptr<const storage::Overlay>> ValuesKnownNow(
      const storage::Reader& newest, int64_t revision, const storage::Reader& then, Key key) const;
  std::optional<Known> Find(const Key& key) const;
  void Keep(Known known) const;

  const GoalsStore& store_;
  const base::Clock& clock_;
  mutable base::Mutex mutex_;
  // The last one asked for first.
  mutable std::list<Known> known_ OKAPI_GUARDED_BY(mutex_);
};

}  // namespace okapi::goals
