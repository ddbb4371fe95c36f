#pragma once

#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace okapi::base {

// Source of the current time. Injected, never global, so that tests run in parallel on their own
// time. Implementations are safe for concurrent use.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

class RealClock final : public Clock {
 public:
  absl::Time Now() const override;
};

// Stands still until told otherwise.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(absl::Time start) : now_(start) {}
  absl::Time Now() const override;
  void Advance(absl::Duration by);
  void Set(absl::Time now);

 private:
  mutable Mutex mutex_;
  absl::Time now_ OKAPI_GUARDED_BY(mutex_);
};

}  // namespace okapi::base
