#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/journal/journal.h"

namespace okapi::metrics {

// The journal as the work on chunks sees it: such work has time, so a write that the journal is too
// busy for is tried again until Stop(). Thread-safe.
class ChunkJournal {
 public:
  explicit ChunkJournal(journal::Journal& journal) : journal_(journal) {}

  // Writes and waits until it is durable. Not from the lane.
  absl::Status Write(const std::string& organization,
                     const std::function<void(journal::Transaction&)>& body) OKAPI_EXCLUDES(mutex_);
  absl::StatusOr<journal::View> Read() const { return journal_.Read(); }

  void Stop() OKAPI_EXCLUDES(mutex_);
  bool stopped() const OKAPI_EXCLUDES(mutex_);

 private:
  journal::Journal& journal_;
  mutable base::Mutex mutex_;
  base::CondVar wake_;
  bool stopped_ OKAPI_GUARDED_BY(mutex_) = false;
};

}  // namespace okapi::metrics
