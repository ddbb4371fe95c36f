#pragma once

#include <mutex>
#include <shared_mutex>

namespace okapi::metrics {

// std::shared_mutex that does not let readers starve the writer: glibc's prefers readers, and a
// writer on the journal's lane would hold up every other write. Who comes later waits its turn
// behind a waiting writer. Readers must not lock it twice.
class FairSharedMutex {
 public:
  void lock() {
    const std::lock_guard<std::mutex> turn(turn_);
    mutex_.lock();
  }
  void unlock() { mutex_.unlock(); }
  void lock_shared() {
    const std::lock_guard<std::mutex> turn(turn_);
    mutex_.lock_shared();
  }
  void unlock_shared() { mutex_.unlock_shared(); }

 private:
  std::mutex turn_;
  std::shared_mutex mutex_;
};

}  // namespace okapi::metrics
