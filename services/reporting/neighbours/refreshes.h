#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "absl/time/time.h"
#include "common/base/mutex.h"

namespace okapi::reporting {

// When the answers to questions were last asked for only to be remembered: at most once a minute
// each, whatever came of it, so that a neighbour that is overloaded is not asked the more for it.
// Thread-safe.
class Refreshes {
 public:
  static constexpr absl::Duration kInterval = absl::Minutes(1);

  // Remembers at most so many questions; while there are that many within a minute, no further one
  // is asked.
  explicit Refreshes(size_t questions_max = 10'000) : questions_max_(questions_max) {}

  // Whether to ask at `now`. Of all who come upon the same question then, one is told so.
  bool Begin(const std::string& question, absl::Time now) OKAPI_EXCLUDES(mutex_);

 private:
  const size_t questions_max_;
  base::Mutex mutex_;
  // By question.
  std::map<std::string, absl::Time> begun_ OKAPI_GUARDED_BY(mutex_);
};

}  // namespace okapi::reporting
