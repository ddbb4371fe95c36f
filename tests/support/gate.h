#pragma once

#include "common/base/mutex.h"

namespace okapi::testing {

// Closed until opened, then open for ever: how tests wait for another thread without sleeping.
// Thread-safe.
class Gate {
 public:
  void Open() {
    base::MutexLock lock(mutex_);
    open_ = true;
    changed_.NotifyAll();
  }
  void Wait() {
    base::MutexLock lock(mutex_);
    while (!open_) changed_.Wait(mutex_);
  }

 private:
  base::Mutex mutex_;
  base::CondVar changed_;
  bool open_ OKAPI_GUARDED_BY(mutex_) = false;
};

}  // namespace okapi::testing
