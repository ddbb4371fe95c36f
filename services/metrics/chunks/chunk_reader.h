#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/storage/reader.h"
#include "services/metrics/chunks/chunk.h"

namespace okapi::metrics {

// A chunk that was found: where it is and what is known of it.
struct ChunkRef {
  ChunkKey key;
  ChunkStats stats;
};

// The chunks of one organization in one state of the database.
class ChunkReader {
 public:
  // `reader` must outlive the object. Chunks of a seal that `reader` does not show as finished are
  // left out.
  static absl::StatusOr<ChunkReader> Create(const storage::Reader& reader,
                                            std::string organization);

  // Batches up to this revision are in chunks.
  int64_t sealed_revision() const { return sealed_revision_; }

  // The series' chunks that end at `from_us` or later and begin before `until_us`, by their end.
  // With `disjoint`, which says that the series' chunks do not overlap, looking ends at the first
  // one that begins later.
  absl::StatusOr<std::vector<ChunkRef>> Find(uint64_t series, int64_t from_us, int64_t until_us,
                                             bool disjoint) const;
  // Appends the chunk's samples. DATA_LOSS when it is missing or damaged.
  absl::Status Load(const ChunkRef& chunk, std::vector<Sample>& samples) const;

 private:
  ChunkReader(const storage::Reader& reader, std::string organization, int64_t sealed_revision)
      : reader_(&reader),
        organization_(std::move(organization)),
        sealed_revision_(sealed_revision) {}

  const storage::Reader* reader_;
  std::string organization_;
  int64_t sealed_revision_;
};

}  // namespace okapi::metrics
