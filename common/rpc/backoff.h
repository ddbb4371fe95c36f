#pragma once

#include <random>

#include "absl/time/time.h"

namespace okapi::rpc {

// Waiting times between attempts: 0.1 s doubling to 2 s, each shortened by a random part of up to a
// half so that many clients of one server do not come back in step. Not thread-safe.
class Backoff {
 public:
  absl::Duration Next();
  // After a success.
  void Reset() { next_ = kFirst; }

 private:
  static constexpr absl::Duration kFirst = absl::Milliseconds(100);
  static constexpr absl::Duration kLongest = absl::Seconds(2);
  absl::Duration next_ = kFirst;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace okapi::rpc
