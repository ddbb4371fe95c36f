#include "services/metrics/chunks/chunk_reader.h"

#include <limits>
#include <utility>

#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/chunks/chunk_codec.h"
#include "services/metrics/store/metrics_store.h"

namespace okapi::metrics {

absl::StatusOr<ChunkReader> ChunkReader::Create(const storage::Reader& reader,
                                                std::string organization) {
  OKAPI_ASSIGN_OR_RETURN(const auto sealed,
                         kSealedTable.Find(reader, OrganizationKey{organization}));
  const int64_t revision = sealed.has_value() ? sealed->revision() : 0;
  return ChunkReader(reader, std::move(organization), revision);
}

absl::StatusOr<std::vector<ChunkRef>> ChunkReader::Find(uint64_t series, int64_t from_us,
                                                        int64_t until_us, bool disjoint) const {
  std::vector<ChunkRef> found;
  absl::Status failure;
  auto visit = [&](absl::string_view key_bytes, absl::string_view bytes) {
    auto take = [&]() -> absl::StatusOr<bool> {
      OKAPI_ASSIGN_OR_RETURN(ChunkKey key, ChunkKey::Decode(key_bytes));
      if (key.revision > sealed_revision_) return true;
      OKAPI_ASSIGN_OR_RETURN(const ChunkStats stats, DecodeStats(key.last_us, bytes));
      if (stats.first_us >= until_us) return !disjoint;
      found.push_back({std::move(key), stats});
      return true;
    };
    const absl::StatusOr<bool> more = take();
    failure = more.status();
    return more.ok() && *more;
  };
  const storage::KeyRange range{ChunkKey{organization_, series, from_us, 0, 0}.Encode(),
                                ChunkKey{organization_, series + 1, INT64_MIN, 0, 0}.Encode()};
  OKAPI_RETURN_IF_ERROR(reader_->Scan(kChunkStats, range, visit));
  OKAPI_RETURN_IF_ERROR(failure);
  return found;
}

absl::Status ChunkReader::Load(const ChunkRef& chunk, std::vector<Sample>& samples) const {
  OKAPI_ASSIGN_OR_RETURN(const auto bytes, reader_->Find(kChunks, chunk.key.Encode()));
  if (!bytes.has_value()) return status::Corrupt("a chunk of samples is missing");
  return DecodeChunk(*bytes, samples);
}

}  // namespace okapi::metrics
