#pragma once

#include <vector>

#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::reporting {

// KPIs that count the same samples, two or more together, in the order of the first of each:
// aggregation, metrics and selector agree, in whatever order the selector says it. Dimensions,
// frequencies and targets may differ, for they are views on the same samples. A FORMULA counts none
// of its own, and what is RETIRED is not looked at.
std::vector<std::vector<const okapi::metrics::v1::Kpi*>> KpisOfSameSamples(
    const std::vector<okapi::metrics::v1::Kpi>& kpis);

}  // namespace okapi::reporting
