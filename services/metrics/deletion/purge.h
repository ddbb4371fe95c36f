#pragma once

#include "absl/status/statusor.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/metrics/engine/sample_engine.h"

namespace okapi::metrics {

// Deletes, or counts, what a valid request names. INVALID_ARGUMENT naming every wrong field. Not
// from the lane.
absl::StatusOr<okapi::metrics::v1::PurgeSamplesResponse> Purge(
    SampleEngine& engine, const okapi::metrics::v1::PurgeSamplesRequest& request);

}  // namespace okapi::metrics
