#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/metrics/engine/sample_engine.h"
#include "services/metrics/series/series_index.h"

namespace okapi::metrics {

// What there is: pages of metrics, series and labels, with those of all writes up to `revision`.
// INVALID_ARGUMENT naming every wrong field. Not from the lane.
absl::StatusOr<v1::ListMetricsResponse> ListMetrics(const SampleEngine& engine, int64_t revision,
                                                    const v1::ListMetricsRequest& request);
absl::StatusOr<v1::ListSeriesResponse> ListSeries(const SampleEngine& engine, int64_t revision,
                                                  const v1::ListSeriesRequest& request);
absl::StatusOr<v1::ListLabelsResponse> ListLabels(const SampleEngine& engine, int64_t revision,
                                                  const v1::ListLabelsRequest& request);
absl::StatusOr<v1::ListLabelValuesResponse> ListLabelValues(
    const SampleEngine& engine, int64_t revision, const v1::ListLabelValuesRequest& request);

// A series as it is told to callers. Precondition: number < index.size().
v1::Series DescribeSeries(const SeriesIndex& index, uint32_t number);

}  // namespace okapi::metrics
