#include "common/rpc/executor.h"

#include <limits>
#include <utility>

namespace okapi::rpc {

Executor::Executor(size_t threads, size_t queue_max) : queue_max_(queue_max) {
  for (size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

bool Executor::TrySchedule(absl::AnyInvocable<void()> task) {
  return Queue(std::move(task), queue_max_);
}

bool Executor::Schedule(absl::AnyInvocable<void()> task) {
  return Queue(std::move(task), std::numeric_limits<size_t>::max());
}

bool Executor::Queue(absl::AnyInvocable<void()> task, size_t queue_max) {
  base::MutexLock lock(mutex_);
  if (stopped_ || queue_.size() >= queue_max) return false;
  queue_.push_back(std::move(task));
  ready_.NotifyOne();
  return true;
}

void Executor::Stop() {
  {
    base::MutexLock lock(mutex_);
    stopped_ = true;
    ready_.NotifyAll();
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Executor::Work() {
  while (true) {
    absl::AnyInvocable<void()> task;
    {
      base::MutexLock lock(mutex_);
      while (queue_.empty() && !stopped_) ready_.Wait(mutex_);
      if (queue_.empty()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    task();
  }
}

}  // namespace okapi::rpc
