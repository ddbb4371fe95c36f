#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "common/journal/transaction.h"
#include "services/metrics/chunks/chunk.h"

namespace okapi::metrics {

// The ids of a seal's chunks count from 0; what rewrites chunks has numbers of its own above them,
// by the revision of its write.
inline uint64_t FirstIdOf(int64_t revision) { return static_cast<uint64_t>(revision) << 24; }

// Chunks to be written, and others that they replace, in one write.
class ChunkWrites {
 public:
  // Encodes sorted samples into chunks of at most kChunkSize; the key's `last_us` is filled in and
  // its `id` counts on from the one given.
  // Returns what is known of them.
  std::vector<ChunkStats> Add(ChunkKey key, v1::SampleKind kind, absl::Span<const Sample> samples);
  void Delete(const ChunkKey& key) { deleted_.push_back(key.Encode()); }
  // Deletes, then writes, with `first_id` added to the ids.
  void Apply(journal::Transaction& transaction, uint64_t first_id = 0) const;
  void Clear();

  // Size of what is to be written.
  size_t bytes() const { return bytes_; }

 private:
  struct Put {
    ChunkKey key;
    std::string stats;
    std::string chunk;
  };
  std::vector<Put> puts_;
  std::vector<std::string> deleted_;
  size_t bytes_ = 0;
};

}  // namespace okapi::metrics
