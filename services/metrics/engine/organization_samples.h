#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "services/metrics/chunks/chunk.h"
#include "services/metrics/engine/captured_samples.h"
#include "services/metrics/engine/fair_shared_mutex.h"
#include "services/metrics/engine/series_head.h"
#include "services/metrics/series/series_index.h"

namespace okapi::metrics {

// What is known of a series' chunks without looking at them. On the safe side: what is flagged need
// not be there, what is there is flagged.
struct SealedSeries {
  uint32_t chunks = 0;
  uint16_t small = 0;        // Chunks less than half full, up to the largest number.
  bool overlapping = false;  // Two of them overlap.
  int64_t last_us = std::numeric_limits<int64_t>::min();
};

// Whether a chunk is worth merging with its neighbours.
inline bool IsSmall(int64_t samples) { return samples < static_cast<int64_t>(kChunkSize / 2); }

// Whether samples from `first_us` on overlap with others up to `last_us`.
inline bool Overlaps(SampleKind kind, int64_t last_us, int64_t first_us) {
  return LastWins(kind) ? first_us <= last_us : first_us < last_us;
}

// Takes note of one more chunk.
inline void NoteChunk(SampleKind kind, const ChunkStats& stats, SealedSeries& sealed) {
  sealed.overlapping |= sealed.chunks > 0 && Overlaps(kind, sealed.last_us, stats.first_us);
  sealed.last_us = std::max(sealed.last_us, stats.last_us);
  ++sealed.chunks;
  if (IsSmall(stats.count) && sealed.small < UINT16_MAX) ++sealed.small;
}

// What the engine knows of one organization's samples. The lane adds series and samples, the sealer
// turns heads into chunks; both change things under `mutex` only, and readers hold it shared.
struct OrganizationSamples {
  explicit OrganizationSamples(std::string the_name) : name(std::move(the_name)) {}

  using Heads = std::vector<SeriesHead>;

  const std::string name;
  mutable FairSharedMutex mutex;

  // Changed by the lane, which may read them without the mutex.
  SeriesIndex index;
  Heads heads;                   // By number, durable samples only.
  size_t head_samples = 0;       // In all heads.
  int64_t applied_revision = 0;  // Of the newest batch in them.
  // When the oldest sample in the heads came.
  absl::Time unsealed_since = absl::InfiniteFuture();

  // Changed by the sealer.
  std::shared_ptr<const Heads> sealing;  // On their way into chunks; nullptr if none.
  size_t sealing_samples = 0;
  int64_t sealing_revision = 0;      // Batches up to it are in `sealing`, or in chunks.
  std::vector<SealedSeries> sealed;  // By number; may end before `heads`.
};

// The series that the selection names, as they are now; under the organization's mutex.
// `with_sealing`: the heads being sealed count, because their chunks do not yet.
CapturedMetric CaptureMetric(const OrganizationSamples& organization,
                             const SampleSelection& selection, bool with_sealing);

}  // namespace okapi::metrics
