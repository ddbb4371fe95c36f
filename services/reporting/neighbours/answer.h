#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace okapi::reporting {

// What a neighbour says to a question, or once said. Three cases:
//   problem OK               `value` was received just now, at `time`.
//   rpc::MayPass(problem)          The neighbour is away. `value` is what it last said, received at
//   `time`; without `time` it was
//                            never heard and `value` is empty.
//   any other problem        The neighbour refuses the question, and `value` is empty.
template <typename Response>
struct Answer {
  Response value;
  std::optional<absl::Time> time;
  absl::Status problem;

  bool known() const { return time.has_value(); }
};

}  // namespace okapi::reporting
