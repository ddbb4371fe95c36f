#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/metrics/engine/sample_engine.h"

namespace okapi::metrics {

inline constexpr int kSamplesPageDefault = 1000;
inline constexpr int kSamplesPageMax = 10'000;

// A page of samples as they are, with those of all writes up to `revision`. INVALID_ARGUMENT naming
// every wrong field. Not from the lane.
absl::StatusOr<v1::ListSamplesResponse> ListSamples(const SampleEngine& engine, int64_t revision,
                                                    const v1::ListSamplesRequest& request);
// A page of the newest sample of each series, in the same way.
absl::StatusOr<v1::ListLatestSamplesResponse> ListLatestSamples(
    const SampleEngine& engine, int64_t revision, const v1::ListLatestSamplesRequest& request);

}  // namespace okapi::metrics
