#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/scoring/sum.h"
#include "okapi/metrics/v1/samples.pb.h"
#include "services/metrics/chunks/sample.h"

namespace okapi::metrics {

// Samples in one chunk at most. Large enough that its statistics cost little, small enough that the
// two edges of a period are decoded in no time.
inline constexpr size_t kChunkSize = 1024;

// Which chunk. The keys of one series sort by the time of the last sample, so that those that may
// reach into a period begin at one place.
struct ChunkKey {
  std::string organization;  // organizations/{organization}
  uint64_t series = 0;
  int64_t last_us = 0;
  // Revision up to which the batches were sealed into it: of two samples of a gauge at one time
  // that of the newer chunk holds.
  int64_t revision = 0;
  // Tells apart chunks that are alike in all of this, such as those of many sales at one time.
  uint64_t id = 0;

  std::string Encode() const;
  static absl::StatusOr<ChunkKey> Decode(absl::string_view bytes);
};

// What is known of a chunk without decoding it.
struct ChunkStats {
  int64_t count = 0;
  scoring::Sum sum;
  double min = 0;
  double max = 0;
  int64_t first_us = 0;
  int64_t last_us = 0;
  double last_value = 0;
  // Of the samples at last_us, of which a DELTA may have several.
  int64_t last_count = 0;
  double last_sum = 0;
  // Of CUMULATIVE samples only: the first of them, and the sum of the steps from sample to sample.
  double first_value = 0;
  double increase = 0;
};

// Precondition: samples sorted by time, at least one.
ChunkStats StatsOf(v1::SampleKind kind, absl::Span<const Sample> samples);

// As kept on disk: a serialized okapi.storage.v1.ChunkStatsRecord. `last_us` is in the key.
std::string EncodeStats(const ChunkStats& stats);
absl::StatusOr<ChunkStats> DecodeStats(int64_t last_us, absl::string_view bytes);

// What a counter that stood at `before` has counted when it stands at `after`.
inline double CounterStep(double before, double after) {
  return after >= before ? after - before : after;
}

// Of several samples at one time a GAUGE or a counter has the last one; those of a DELTA add up.
inline bool LastWins(v1::SampleKind kind) { return kind != v1::DELTA; }

}  // namespace okapi::metrics
