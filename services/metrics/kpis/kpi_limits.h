#pragma once

#include "absl/status/status.h"
#include "common/storage/reader.h"
#include "okapi/metrics/v1/resources.pb.h"

namespace okapi::metrics {

// Whether the KPI's owner and team may have one more active KPI, if this write gives them one;
// `before` is null on creation. What was within a limit that has been lowered since stays, and may
// be changed. RESOURCE_EXHAUSTED / LIMIT_EXCEEDED naming whose limit it is, the count and the
// limit.
absl::Status CheckLimits(const storage::Reader& reader,
                         const okapi::metrics::v1::Settings& settings,
                         const okapi::metrics::v1::Kpi* before,
                         const okapi::metrics::v1::Kpi& after);

}  // namespace okapi::metrics
