#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <thread>

#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace okapi::rpc {

// Calls functions at a fixed interval, so that idle streams show signs of life. One thread for all
// of them. Thread-safe.
class Ticker {
 public:
  explicit Ticker(absl::Duration interval);
  ~Ticker();
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

  // `tick` must not block and must not call the ticker.
  int64_t Add(std::function<void()> tick) OKAPI_EXCLUDES(mutex_);
  // After this returns the function is not running and will not run.
  void Remove(int64_t id) OKAPI_EXCLUDES(mutex_);

 private:
  void Run() OKAPI_EXCLUDES(mutex_);

  const absl::Duration interval_;
  base::Mutex mutex_;
  base::CondVar wake_;
  bool stopped_ OKAPI_GUARDED_BY(mutex_) = false;
  int64_t next_id_ OKAPI_GUARDED_BY(mutex_) = 1;
  std::map<int64_t, std::function<void()>> ticks_ OKAPI_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace okapi::rpc
