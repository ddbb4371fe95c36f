#include "services/reporting/live/lane.h"

namespace okapi::reporting {

Lane::Lane() : thread_([this] { Work(); }) {}

void Lane::PostAfter(absl::Duration delay, Task task) {
  const Time due = std::chrono::steady_clock::now() + absl::ToChronoMicroseconds(delay);
  base::MutexLock lock(mutex_);
  if (stopped_) return;
  tasks_.emplace(std::pair(due, next_number_++), std::move(task));
  changed_.NotifyOne();
}

void Lane::Stop() {
  std::map<std::pair<Time, int64_t>, Task> dropped;  // Destroyed outside the lock.
  {
    base::MutexLock lock(mutex_);
    stopped_ = true;
    dropped.swap(tasks_);
    changed_.NotifyOne();
  }
  if (thread_.joinable()) thread_.join();
}

void Lane::Work() {
  while (true) {
    Task task;
    {
      base::MutexLock lock(mutex_);
      while (!task) {
        if (stopped_) return;
        if (tasks_.empty()) {
          changed_.Wait(mutex_);
          continue;
        }
        const auto first = tasks_.begin();
        const auto wait = first->first.first - std::chrono::steady_clock::now();
        if (wait > std::chrono::nanoseconds::zero()) {
          changed_.WaitFor(mutex_, absl::FromChrono(wait));
          continue;
        }
        task = std::move(first->second);
        tasks_.erase(first);
      }
    }
    task();
  }
}

}  // namespace okapi::reporting
