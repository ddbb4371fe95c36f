#include "common/rpc/drain.h"

#include <utility>

namespace okapi::rpc {

int64_t Drain::Add(std::function<void()> close) {
  {
    base::MutexLock lock(mutex_);
    const int64_t id = next_id_++;
    if (!begun_) {
      closers_.emplace(id, std::move(close));
      return id;
    }
  }
  close();
  return 0;
}

void Drain::Remove(int64_t id) {
  base::MutexLock lock(mutex_);
  closers_.erase(id);
}

void Drain::Begin() {
  std::map<int64_t, std::function<void()>> closers;
  {
    base::MutexLock lock(mutex_);
    begun_ = true;
    closers.swap(closers_);
  }
  for (auto& [id, close] : closers) close();
}

}  // namespace okapi::rpc
