#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/journal/journal.h"
#include "services/metrics/chunks/chunk_reader.h"
#include "services/metrics/engine/series_head.h"
#include "services/metrics/series/label_matcher.h"
#include "services/metrics/series/label_pool.h"

namespace okapi::metrics {

inline constexpr int kGroupByMax = 3;

// Which samples a question is about.
struct SampleSelection {
  std::string metric;
  // A series counts if all of these match.
  std::vector<LabelMatcher> matchers;
  // At most kGroupByMax.
  std::vector<std::string> group_by;
  // Of the series that match, the first ones by number from here on, so many.
  uint64_t series_begin = 0;
  size_t series_max = std::numeric_limits<size_t>::max();
};

// One series, as it stood when it was captured.
struct CapturedSeries {
  uint64_t number = 0;
  // Its values of the labels grouped by; views into the index's texts, which stay.
  std::array<absl::string_view, kGroupByMax> group;
  // Samples that are not in chunks; those being sealed are older than those of the head.
  HeadView sealing;
  HeadView head;
  // There may be chunks, and these may overlap.
  bool has_chunks = false;
  bool overlapping = false;
};

struct CapturedMetric {
  v1::SampleKind kind = v1::SAMPLE_KIND_UNSPECIFIED;
  std::vector<CapturedSeries> series;
};

// The samples of some metrics at one state, for reading without a lock.
struct CapturedSamples {
  // One per selection, in their order.
  std::vector<CapturedMetric> metrics;
  // The state of the database that belongs to the heads; none when no series has chunks.
  journal::View view;
  std::optional<ChunkReader> chunks;
};

}  // namespace okapi::metrics
