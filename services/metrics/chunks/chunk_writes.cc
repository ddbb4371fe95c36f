#include "services/metrics/chunks/chunk_writes.h"

#include <algorithm>

#include "services/metrics/chunks/chunk_codec.h"
#include "services/metrics/store/metrics_store.h"

namespace okapi::metrics {

std::vector<ChunkStats> ChunkWrites::Add(ChunkKey key, v1::SampleKind kind,
                                         absl::Span<const Sample> samples) {
  std::vector<ChunkStats> all;
  while (!samples.empty()) {
    const absl::Span<const Sample> piece = samples.first(std::min(samples.size(), kChunkSize));
    key.last_us = piece.back().time_us;
    all.push_back(StatsOf(kind, piece));
    puts_.push_back({key, EncodeStats(all.back()), EncodeChunk(piece)});
    bytes_ += puts_.back().stats.size() + puts_.back().chunk.size();
    ++key.id;
    samples.remove_prefix(piece.size());
  }
  return all;
}

void ChunkWrites::Apply(journal::Transaction& transaction, uint64_t first_id) const {
  for (const std::string& key : deleted_) {
    transaction.Delete(kChunks, key);
    transaction.Delete(kChunkStats, key);
  }
  for (const Put& put : puts_) {
    ChunkKey numbered = put.key;
    numbered.id += first_id;
    const std::string key = numbered.Encode();
    transaction.PutUnindexed(kChunks, key, put.chunk);
    transaction.PutUnindexed(kChunkStats, key, put.stats);
  }
}

void ChunkWrites::Clear() {
  puts_.clear();
  deleted_.clear();
  bytes_ = 0;
}

}  // namespace okapi::metrics
