#include "common/rpc/ticker.h"

#include <utility>

namespace okapi::rpc {

Ticker::Ticker(absl::Duration interval) : interval_(interval), thread_([this] { Run(); }) {}

Ticker::~Ticker() {
  {
    base::MutexLock lock(mutex_);
    stopped_ = true;
    wake_.NotifyAll();
  }
  thread_.join();
}

int64_t Ticker::Add(std::function<void()> tick) {
  base::MutexLock lock(mutex_);
  ticks_.emplace(next_id_, std::move(tick));
  return next_id_++;
}

void Ticker::Remove(int64_t id) {
  base::MutexLock lock(mutex_);
  ticks_.erase(id);
}

void Ticker::Run() {
  base::MutexLock lock(mutex_);
  while (!stopped_) {
    if (wake_.WaitFor(mutex_, interval_)) continue;
    for (auto& [id, tick] : ticks_) tick();
  }
}

}  // namespace okapi::rpc
