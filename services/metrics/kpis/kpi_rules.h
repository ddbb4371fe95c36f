#pragma once

#include "absl/status/status.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::metrics {

inline constexpr int kDimensionsMax = 10;
inline constexpr int kDimensionMembersMax = 1000;
inline constexpr int kTargetsMax = 1000;
inline constexpr int kSignersMax = 20;

// What must hold for a KPI beyond the annotations of its proto, and what it starts with where
// nothing was said. INVALID_ARGUMENT naming every wrong field.
absl::Status CheckKpi(okapi::metrics::v1::Kpi& kpi);

}  // namespace okapi::metrics
