#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/peers/target.h"

namespace okapi::bench {

// Encodes all requests, calls `ready`, and sends them. From the first request to the last
// acknowledgement.
absl::StatusOr<absl::Duration> SendPrepared(Target& target, const Workload& workload,
                                            const LoadOptions& options,
                                            const std::function<void()>& ready);

// Encodes and sends by turns, so that it takes little memory.
absl::Status SendStreaming(Target& target, const Workload& workload, const LoadOptions& options);

// An error unless the target has every sample, by number and by sum.
absl::Status CheckAllThere(Target& target, const Workload& workload);

// Whether two sums of the same numbers, added up in any order, can be equal.
bool NearlyEqual(double a, double b);

}  // namespace okapi::bench
