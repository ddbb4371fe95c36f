#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/rpc/backoff.h"
#include "common/status/convert.h"
#include "spdlog/spdlog.h"

namespace okapi::rpc {

// Follows a server stream of another service on a thread of its own, for as long as the object
// lives: opens it, hands over every message, and when it breaks says so and opens it again after a
// backoff. Built for streams that begin with the whole state, so that a new connection catches up
// by itself. All callbacks run on the follower's thread, one at a time, and must not destroy the
// follower.
template <typename Response>
class StreamFollower {
 public:
  struct Callbacks {
    // Opens the stream; called once per connection, so the request may differ each time (resume
    // after a revision).
    std::function<std::unique_ptr<grpc::ClientReader<Response>>(grpc::ClientContext*)> open;
    // A message came.
    std::function<void(const Response&)> on_message;
    // The stream ended or fell silent. Called once per lost connection, also when the first attempt
    // fails.
    std::function<void(const absl::Status&)> on_lost;
  };

  // A stream without a message for `silence_max` counts as broken: the sender must send a sign of
  // life more often than that.
  StreamFollower(Callbacks callbacks, absl::Duration silence_max = absl::Seconds(35))
      : callbacks_(std::move(callbacks)), silence_max_(silence_max) {
    watchdog_ = std::thread([this] { Watch(); });
    reader_ = std::thread([this] { Follow(); });
  }
  ~StreamFollower() { Stop(); }
  StreamFollower(const StreamFollower&) = delete;
  StreamFollower& operator=(const StreamFollower&) = delete;

  // Ends the current connection and opens a new one at once, without `on_lost`. Any thread.
  void Restart() OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    restart_ = true;
    if (context_ != nullptr) context_->TryCancel();
    changed_.NotifyAll();
  }

  // Ends the stream and joins the threads; no callback runs afterwards. Idempotent. Not from a
  // callback.
  void Stop() OKAPI_EXCLUDES(mutex_) {
    {
      base::MutexLock lock(mutex_);
      stopped_ = true;
      if (context_ != nullptr) context_->TryCancel();
      changed_.NotifyAll();
    }
    if (reader_.joinable()) reader_.join();
    if (watchdog_.joinable()) watchdog_.join();
  }

 private:
  void Follow() OKAPI_EXCLUDES(mutex_) {
    Backoff backoff;
    while (true) {
      grpc::ClientContext context;
      {
        base::MutexLock lock(mutex_);
        if (stopped_) return;
        restart_ = false;
        silent_ = false;
        heard_ = true;
        context_ = &context;
      }
      auto reader = callbacks_.open(&context);
      Response message;
      while (reader->Read(&message)) {
        {
          base::MutexLock lock(mutex_);
          heard_ = true;
          if (stopped_ || restart_) continue;  // Already cancelled: drain what is left.
        }
        backoff.Reset();
        callbacks_.on_message(message);
      }
      if (!Lost(status::FromGrpc(reader->Finish()), backoff.Next())) return;
    }
  }

  // Reports the loss and waits before the next attempt. Returns false when stopped.
  bool Lost(absl::Status why, absl::Duration wait) OKAPI_EXCLUDES(mutex_) {
    {
      base::MutexLock lock(mutex_);
      context_ = nullptr;
      if (stopped_) return false;
      if (restart_) return true;
      if (silent_) why = absl::UnavailableError("no sign of life");
    }
    if (why.ok()) why = absl::UnavailableError("the stream ended");
    callbacks_.on_lost(why);
    base::MutexLock lock(mutex_);
    if (!stopped_ && !restart_) changed_.WaitFor(mutex_, wait);
    return !stopped_;
  }

  // Cancels a connection on which nothing was heard for `silence_max_`.
  void Watch() OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    while (!stopped_) {
      heard_ = false;
      // A wake-up before the time is over is a restart, a stop or nothing; none of them is silence.
      if (changed_.WaitFor(mutex_, silence_max_) || heard_ || context_ == nullptr) continue;
      silent_ = true;
      context_->TryCancel();
    }
  }

  const Callbacks callbacks_;
  const absl::Duration silence_max_;
  base::Mutex mutex_;
  base::CondVar changed_;
  bool stopped_ OKAPI_GUARDED_BY(mutex_) = false;
  bool restart_ OKAPI_GUARDED_BY(mutex_) = false;
  bool heard_ OKAPI_GUARDED_BY(mutex_) = true;
  bool silent_ OKAPI_GUARDED_BY(mutex_) = false;
  grpc::ClientContext* context_ OKAPI_GUARDED_BY(mutex_) = nullptr;
  std::thread watchdog_;
  std::thread reader_;
};

}  // namespace okapi::rpc
