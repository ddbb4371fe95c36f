#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "services/metrics/series/declared_series.h"
#include "services/metrics/series/series_index.h"

namespace okapi::metrics {

// A series that its first sample brings into being.
struct NewSeries {
  uint32_t number = 0;
  SampleKind kind = SampleKind::SAMPLE_KIND_UNSPECIFIED;
  SeriesIdentity identity;
};

struct SeriesDecisions {
  // For each of the series asked about its number, or one of the DeclaredSeries constants.
  std::vector<int64_t> numbers;
  // Those that do not exist yet.
  std::vector<NewSeries> added;
};

// Decides about declared series that have samples now, in the order of their first sample: the
// first sample of a metric gives it its kind, and an organization has at most `series_max` series.
// Changes nothing.
SeriesDecisions Decide(const SeriesIndex& index,
                       const std::vector<std::shared_ptr<DeclaredSeries>>& series,
                       size_t series_max);

}  // namespace okapi::metrics
