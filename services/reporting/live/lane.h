#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <thread>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace okapi::reporting {

// One thread that runs tasks one after the other, now or later. What belongs to a lane needs no
// locks. Tasks must not block. Thread-safe.
class Lane {
 public:
  using Task = absl::AnyInvocable<void()>;

  Lane();
  ~Lane() { Stop(); }
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // Tasks due at the same time run in the order in which they were posted. After Stop() they are
  // dropped.
  void Post(Task task) { PostAfter(absl::ZeroDuration(), std::move(task)); }
  void PostAfter(absl::Duration delay, Task task) OKAPI_EXCLUDES(mutex_);

  // Waits for the running task and drops the others. Idempotent. Not from the lane.
  void Stop() OKAPI_EXCLUDES(mutex_);

 private:
  using Time = std::chrono::steady_clock::time_point;

  void Work() OKAPI_EXCLUDES(mutex_);

  base::Mutex mutex_;
  base::CondVar changed_;
  bool stopped_ OKAPI_GUARDED_BY(mutex_) = false;
  int64_t next_number_ OKAPI_GUARDED_BY(mutex_) = 0;
  // By the time they are due, then in the order of posting.
  std::map<std::pair<Time, int64_t>, Task> tasks_ OKAPI_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace okapi::reporting
