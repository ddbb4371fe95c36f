#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/metrics/declared_series.h"
#include "services/metrics/series.h"

namespace okapi::metrics {

// A series that its first sample brings into being.
struct NewSeries {
  uint64_t number = 0;
  SampleKind kind = SampleKind::SAMPLE_KIND_UNSPECIFIED;
  SeriesIdentity identity;
};

// One organization's numbers of series and kinds of metrics, as of the last write on the lane,
// durable or not. Belongs to the lane.
class SeriesDictionary {
 public:
  struct Decisions {
    // For each of the series asked about, its number, or DeclaredSeries::kKindMismatch.
    std::vector<int64_t> numbers;
    // Those that do not exist yet.
    std::vector<NewSeries> added;
  };

  // Decides about series that have samples now, in the order of their first sample: the first
  // sample of a metric gives it its kind. Changes nothing.
  Decisions Decide(const std::vector<DeclaredSeries*>& series) const;
  // Adds a series under the next number.
  void Add(const NewSeries& series);

 private:
  absl::flat_hash_map<std::string, uint64_t> numbers_;  // By SeriesIdentity::Key().
  absl::flat_hash_map<std::string, SampleKind> kinds_;  // By metric.
};

}  // namespace okapi::metrics
