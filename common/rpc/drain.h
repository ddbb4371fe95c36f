#pragma once

#include <cstdint>
#include <functional>
#include <map>

#include "common/base/mutex.h"

namespace okapi::rpc {

// Tells long-lived streams that the server stops, so that they end with a clear status instead of
// being cut. Thread-safe.
class Drain {
 public:
  // `close` is called at most once, when draining begins (at once if it has begun). It must not
  // block.
  int64_t Add(std::function<void()> close) OKAPI_EXCLUDES(mutex_);
  // Forgets it. `close` may still be running in another thread when this returns.
  void Remove(int64_t id) OKAPI_EXCLUDES(mutex_);
  void Begin() OKAPI_EXCLUDES(mutex_);

 private:
  base::Mutex mutex_;
  bool begun_ OKAPI_GUARDED_BY(mutex_) = false;
  int64_t next_id_ OKAPI_GUARDED_BY(mutex_) = 1;
  std::map<int64_t, std::function<void()>> closers_ OKAPI_GUARDED_BY(mutex_);
};

}  // namespace okapi::rpc
