#pragma once

#include <vector>

#include "okapi/metrics/v1/metrics_service.pb.h"
#include "services/metrics/engine/aggregation.h"

namespace okapi::metrics {

// Sorts groups, which come sorted by labels, in the order asked for, and drops those that `top`
// leaves out. `interval` is that of the period by whose value groups are compared; any when there
// are no intervals.
void SortAndCut(const v1::AggregateKpiRequest& request, size_t interval,
                std::vector<GroupNumbers>& groups);

}  // namespace okapi::metrics
