#pragma once

#include <grpcpp/grpcpp.h>

#include <deque>
#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/rpc/runtime.h"
#include "common/status/convert.h"
#include "common/status/errors.h"

namespace okapi::rpc {

// The sending half of a server stream: messages queue here and go out one after the other, as gRPC
// demands. Thread-safe. The queue is bounded: a receiver that does not keep up is cut off with
// RESOURCE_EXHAUSTED / SLOW_CONSUMER, never buffered without end. A sender that can wait looks at
// queued() and continues from OnDrained instead.
template <typename Response>
class ServerStream final : public grpc::ServerWriteReactor<Response>,
                           public std::enable_shared_from_this<ServerStream<Response>> {
 public:
  // The stream lives until gRPC and the last holder are done with it. When the server drains, it is
  // closed with UNAVAILABLE.
  static std::shared_ptr<ServerStream> Create(Runtime& runtime, size_t queue_max = 64) {
    std::shared_ptr<ServerStream> stream(new ServerStream(runtime, queue_max));
    stream->self_ = stream;
    std::weak_ptr<ServerStream> weak = stream;
    stream->drain_id_ = runtime.drain.Add([weak] {
      if (auto open = weak.lock()) {
        open->Close(status::Error(absl::StatusCode::kUnavailable,
                                  status::ErrorReason::SHUTTING_DOWN, "the server is stopping"));
      }
    });
    return stream;
  }

  // `closed` is called once, from any thread, when nothing can be sent any more; `drained` whenever
  // the last queued message has gone out. Neither may block. On a stream that is closed already, by
  // a drain or because the receiver did not wait for its beginning, `closed` is called here.
  void SetCallbacks(std::function<void()> closed, std::function<void()> drained)
      OKAPI_EXCLUDES(mutex_) {
    {
      base::MutexLock lock(mutex_);
      if (!closed_) {
        closed_callback_ = std::move(closed);
        drained_callback_ = std::move(drained);
        return;
      }
    }
    closed();
  }

  // Queues a message. False when the stream is closed, or was just cut off because its queue is
  // full.
  bool Send(Response response) OKAPI_EXCLUDES(mutex_) {
    {
      base::MutexLock lock(mutex_);
      if (closed_) return false;
      if (queue_.size() < queue_max_) {
        queue_.push_back(std::move(response));
        if (!writing_) WriteNext();
        return true;
      }
    }
    Close(status::Error(absl::StatusCode::kResourceExhausted, status::ErrorReason::SLOW_CONSUMER,
                        "the receiver does not keep up; resume from the last message received"));
    return false;
  }

  // Ends the stream after what is queued, or without it when the status is an error. Idempotent.
  void Close(const absl::Status& status) OKAPI_EXCLUDES(mutex_) {
    std::function<void()> closed;
    {
      base::MutexLock lock(mutex_);
      if (closed_) return;
      closed_ = true;
      closed.swap(closed_callback_);
      drained_callback_ = nullptr;
      final_ = status::ToGrpc(status);
      if (!status.ok() && queue_.size() > 1) queue_.resize(1);  // The front may be on the wire.
      if (!status.ok() && !writing_) queue_.clear();
      FinishIfDone();
    }
    if (closed) closed();
  }

  size_t queued() const OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    return queue_.size();
  }
  bool closed() const OKAPI_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    return closed_;
  }

  void OnWriteDone(bool ok) override OKAPI_EXCLUDES(mutex_) {
    std::function<void()> drained;
    {
      base::MutexLock lock(mutex_);
      writing_ = false;
      if (!ok || queue_.size() <= 1) {
        queue_.clear();
      } else {
        queue_.pop_front();
      }
      if (!queue_.empty()) {
        WriteNext();
      } else if (!closed_) {
        drained = drained_callback_;
      }
      FinishIfDone();
    }
    if (!ok) Close(absl::CancelledError("the receiver went away"));
    if (drained) drained();
  }

  void OnCancel() override { Close(absl::CancelledError("the receiver went away")); }

  void OnDone() override {
    Close(absl::CancelledError("the stream is over"));
    runtime_.drain.Remove(drain_id_);
    self_.reset();
  }

 private:
  ServerStream(Runtime& runtime, size_t queue_max) : runtime_(runtime), queue_max_(queue_max) {}

  void WriteNext() OKAPI_REQUIRES(mutex_) {
    writing_ = true;
    this->StartWrite(&queue_.front());
  }

  // gRPC wants Finish exactly once, and not while a write is under way.
  void FinishIfDone() OKAPI_REQUIRES(mutex_) {
    if (!closed_ || finished_ || writing_ || !queue_.empty()) return;
    finished_ = true;
    this->Finish(final_);
  }

  Runtime& runtime_;
  const size_t queue_max_;
  int64_t drain_id_ = 0;
  std::shared_ptr<ServerStream> self_;
  mutable base::Mutex mutex_;
  std::deque<Response> queue_ OKAPI_GUARDED_BY(mutex_);
  bool writing_ OKAPI_GUARDED_BY(mutex_) = false;
  bool closed_ OKAPI_GUARDED_BY(mutex_) = false;
  bool finished_ OKAPI_GUARDED_BY(mutex_) = false;
  grpc::Status final_ OKAPI_GUARDED_BY(mutex_);
  std::function<void()> closed_callback_ OKAPI_GUARDED_BY(mutex_);
  std::function<void()> drained_callback_ OKAPI_GUARDED_BY(mutex_);
};

}  // namespace okapi::rpc
