#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/metrics/chunks/chunk_journal.h"
#include "services/metrics/engine/organization_samples.h"
#include "services/metrics/series/label_matcher.h"

namespace okapi::metrics {

// Which samples are to go: those in [begin_us, end_us) of a metric's series that match.
struct SampleDeletion {
  std::string metric;
  std::vector<LabelMatcher> matchers;
  int64_t begin_us = 0;
  int64_t end_us = 0;
  // Leaves chunks alone that reach beyond the range: cheap, for what is only to be gone some day.
  bool whole_chunks_only = false;
  // Only counts.
  bool count_only = false;
};

// Deletes what is in chunks, in writes of bounded size, and says how many samples that were. After
// a failure some are gone: do it again. For the thread that changes chunks.
absl::StatusOr<int64_t> DeleteFromChunks(ChunkJournal& journal, OrganizationSamples& organization,
                                         const SampleDeletion& deletion);

}  // namespace okapi::metrics
