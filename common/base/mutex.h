#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "absl/time/time.h"

// std::mutex with Clang's thread-safety annotations. Debian builds Abseil without TSan, and
// absl::Mutex then reports races that are not there; this wrapper works with TSan and with
// -Wthread-safety.
#if defined(__clang__)
#define OKAPI_ATTRIBUTE(x) __attribute__((x))
#define OKAPI_TSAN __has_feature(thread_sanitizer)
#else
#define OKAPI_ATTRIBUTE(x)
#define OKAPI_TSAN 0
#endif
#define OKAPI_GUARDED_BY(x) OKAPI_ATTRIBUTE(guarded_by(x))
#define OKAPI_REQUIRES(x) OKAPI_ATTRIBUTE(requires_capability(x))
#define OKAPI_EXCLUDES(x) OKAPI_ATTRIBUTE(locks_excluded(x))

namespace okapi::base {

class OKAPI_ATTRIBUTE(capability("mutex")) Mutex {
 public:
  void Lock() OKAPI_ATTRIBUTE(acquire_capability()) { mutex_.lock(); }
  void Unlock() OKAPI_ATTRIBUTE(release_capability()) { mutex_.unlock(); }

 private:
  friend class CondVar;
  std::mutex mutex_;
};

class OKAPI_ATTRIBUTE(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) OKAPI_ATTRIBUTE(acquire_capability(mutex)) : mutex_(mutex) {
    mutex_.Lock();
  }
  ~MutexLock() OKAPI_ATTRIBUTE(release_capability()) { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// Waits may wake without reason: call them in a loop over the condition.
class CondVar {
 public:
  void Wait(Mutex& mutex) OKAPI_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();
  }
  // Returns false when the time ran out. An infinite timeout is one that nobody lives to see the
  // end of: clocks count nanoseconds in 64 bits, and would wrap around.
  bool WaitFor(Mutex& mutex, absl::Duration timeout) OKAPI_REQUIRES(mutex) {
    const auto longest = absl::Hours(24 * 365 * 100);
    const auto until = WaitClock::now() + absl::ToChronoMicroseconds(std::min(timeout, longest));
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    const bool notified = condition_.wait_until(lock, until) == std::cv_status::no_timeout;
    lock.release();
    return notified;
  }
  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }

 private:
#if OKAPI_TSAN
  // TSan of clang 14 does not know pthread_cond_clockwait, which waits by the steady clock.
  using WaitClock = std::chrono::system_clock;
#else
  using WaitClock = std::chrono::steady_clock;
#endif

  std::condition_variable condition_;
};

}  // namespace okapi::base
