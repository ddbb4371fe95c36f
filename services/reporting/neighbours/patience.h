#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace okapi::reporting {

// How long the answers of one neighbour are waited for: two seconds. Once it has let somebody wait
// that long for nothing, and until it answers again, one question at a time waits a moment and the
// others do not wait at all. So one that hangs, connected but silent, holds up the first question
// and not every question of every report. Thread-safe. Ends what it asks itself when it is
// destroyed, and waits for that.
class Patience {
 public:
  static constexpr absl::Duration kLong = absl::Seconds(2);
  static constexpr absl::Duration kShort = absl::Milliseconds(200);
  // For a question that a neighbour which is well may need long for, such as one about the past.
  // That it runs out says nothing of others.
  static constexpr absl::Duration kWork = absl::Seconds(10);

  // Something asked of the neighbour that costs it nothing, once at a time.
  struct Probe {
    // Waits kLong at most, and then calls `done` once with the outcome, from any thread. Does not
    // block.
    std::function<void(std::function<void(const absl::Status&)> done)> ask;
    // Lets what is asked end soon.
    std::function<void()> cancel;
  };

  // `probe` is sent along with a question that waits a moment: a neighbour that is slow but well
  // could else answer too late for ever.
  explicit Patience(Probe probe) : probe_(std::move(probe)) {}
  ~Patience() OKAPI_EXCLUDES(mutex_);
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;
  // With a probe that asks how far the service behind the channel has come.
  static std::unique_ptr<Patience> With(const std::shared_ptr<grpc::Channel>& channel);

  // How long to wait for the answers to what is asked now.
  absl::Duration Wait() OKAPI_EXCLUDES(mutex_);
  // What came of a call that was waited for that long.
  void Heard(absl::Duration wait, const absl::Status& outcome) OKAPI_EXCLUDES(mutex_);

 private:
  const Probe probe_;
  base::Mutex mutex_;
  base::CondVar probed_;
  bool lost_ OKAPI_GUARDED_BY(mutex_) = false;
  bool probing_ OKAPI_GUARDED_BY(mutex_) = false;
};

}  // namespace okapi::reporting
