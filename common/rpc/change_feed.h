#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/rpc/call.h"
#include "common/rpc/runtime.h"
#include "okapi/common/v1/change.pb.h"

namespace okapi::rpc {

// Reads one organization's change records from the journal at the pace of one receiver, who gets of
// each what it may see: of one that it may see nothing of, that there was one. Nothing is buffered:
// a slow receiver lags behind in the journal, and is refused with REVISION_TRIMMED when it lags too
// far. Thread-safe.
class ChangeFeed : public std::enable_shared_from_this<ChangeFeed> {
 public:
  struct Sink {
    // Everything up to `revision` has been handed over with this call.
    std::function<void(int64_t revision, std::vector<okapi::common::v1::ChangeRecord>)> send;
    std::function<void(const absl::Status&)> fail;
    // Whether the receiver takes more now. When it does again, it calls Wake().
    std::function<bool()> ready;
  };

  // `call` says whose changes and for whom.
  static std::shared_ptr<ChangeFeed> Create(Runtime& runtime, Call call, int64_t after, Sink sink);
  // Sends the first message at once, then follows the journal.
  void Start();
  // Looks for more to send, soon, on the executor. Never blocks.
  void Wake();
  // Sends nothing more. A send may still be running in another thread.
  void Stop();

 private:
  ChangeFeed(Runtime& runtime, Call call, int64_t after, Sink sink)
      : runtime_(runtime), call_(std::move(call)), sink_(std::move(sink)), cursor_(after) {}

  void Pump();
  // Reads and sends one message. False when there is nothing more for now.
  absl::StatusOr<bool> SendSome();
  // Leaves what the receiver may see.
  absl::Status Show(std::vector<okapi::common::v1::ChangeRecord>& records);

  static constexpr int kIdle = 0;
  static constexpr int kRunning = 1;  // A pump is running and has seen everything so far.
  static constexpr int kAgain = 2;    // A pump is queued, or running and must look again.

  Runtime& runtime_;
  const Call call_;
  const Sink sink_;
  std::atomic<bool> stopped_{false};
  std::atomic<bool> sign_of_life_{false};
  std::atomic<int> pending_{kIdle};
  // These belong to the pump, of which there is one at a time.
  int64_t cursor_;
  bool first_ = true;
  bool caught_up_ = false;
  base::Mutex mutex_;
  std::shared_ptr<void> listener_ OKAPI_GUARDED_BY(mutex_);
  int64_t tick_ OKAPI_GUARDED_BY(mutex_) = 0;
};

}  // namespace okapi::rpc
