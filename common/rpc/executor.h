#pragma once

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "common/base/mutex.h"

namespace okapi::rpc {

// Threads for work that touches the disk or computes for long, so that gRPC's own few threads never
// wait. Thread-safe.
class Executor {
 public:
  // `queue_max` tasks may wait; more are refused.
  Executor(size_t threads, size_t queue_max);
  // Runs what is queued, then joins.
  ~Executor() { Stop(); }
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Queues a task. Returns false, and destroys the task, when the queue is full or the executor is
  // stopped.
  [[nodiscard]] bool TrySchedule(absl::AnyInvocable<void()> task) OKAPI_EXCLUDES(mutex_);
  // The same regardless of the queue's length, for work whose amount is bounded elsewhere. False
  // only when stopped.
  bool Schedule(absl::AnyInvocable<void()> task) OKAPI_EXCLUDES(mutex_);

  // Runs what is queued, then joins; later tasks are refused. Idempotent. Not from a task.
  void Stop() OKAPI_EXCLUDES(mutex_);

 private:
  bool Queue(absl::AnyInvocable<void()> task, size_t queue_max) OKAPI_EXCLUDES(mutex_);
  void Work() OKAPI_EXCLUDES(mutex_);

  const size_t queue_max_;
  base::Mutex mutex_;
  base::CondVar ready_;
  bool stopped_ OKAPI_GUARDED_BY(mutex_) = false;
  std::deque<absl::AnyInvocable<void()>> queue_ OKAPI_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_;
};

}  // namespace okapi::rpc
