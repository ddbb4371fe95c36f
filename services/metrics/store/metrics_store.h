#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/storage/key_codec.h"
#include "common/storage/table.h"
#include "okapi/storage/v1/records.pb.h"

// What the metrics service keeps on disk. Families and keys are for ever.
namespace okapi::metrics {

inline constexpr storage::Family kKpis{"kpis"};                 // api::ResourceKey -> Kpi
inline constexpr storage::Family kKpiComments{"kpi_comments"};  // api::ResourceKey -> KpiComment
inline constexpr storage::Family kSettings{"settings"};         // api::ResourceKey -> Settings
inline constexpr storage::Family kSeries{"series"};             // NumberKey -> SeriesRecord
inline constexpr storage::Family kStreams{"streams"};           // StreamKey -> StreamRecord
// NumberKey -> SampleBatchRecord; the samples' journal.
inline constexpr storage::Family kBatches{"sample_batches", storage::Family::Use::kLog};
// ChunkKey -> chunk (chunk_codec.h), and the same key -> ChunkStatsRecord.
inline constexpr storage::Family kChunks{"chunks", storage::Family::Use::kBlobs};
inline constexpr storage::Family kChunkStats{"chunk_stats"};
inline constexpr storage::Family kSealed{"sealed"};  // OrganizationKey -> SealedRecord

// The families of the service; those of the journal and the request log come on top.
inline std::vector<storage::Family> Families() {
  return {kKpis,    kKpiComments, kSettings,   kSeries, kStreams,
          kBatches, kChunks,      kChunkStats, kSealed};
}

// organizations/{organization}.
struct OrganizationKey {
  std::string organization;

  std::string Encode() const { return storage::KeyWriter().Bytes(organization).Finish(); }
  static absl::StatusOr<OrganizationKey> Decode(absl::string_view bytes) {
    OrganizationKey key;
    storage::KeyReader reader(bytes);
    reader.Bytes(&key.organization);
    OKAPI_RETURN_IF_ERROR(reader.Done());
    return key;
  }
};

// Something numbered within an organization: a series, or a batch by the revision of its write.
struct NumberKey {
  std::string organization;  // organizations/{organization}
  uint64_t number = 0;

  std::string Encode() const {
    return storage::KeyWriter().Bytes(organization).U64(number).Finish();
  }
  static absl::StatusOr<NumberKey> Decode(absl::string_view bytes) {
    NumberKey key;
    storage::KeyReader reader(bytes);
    reader.Bytes(&key.organization);
    reader.U64(&key.number);
    OKAPI_RETURN_IF_ERROR(reader.Done());
    return key;
  }
};

// A sample stream, by the name its sender gave it.
struct StreamKey {
  std::string organization;  // organizations/{organization}
  std::string stream_id;

  std::string Encode() const {
    return storage::KeyWriter().Bytes(organization).Bytes(stream_id).Finish();
  }
  static absl::StatusOr<StreamKey> Decode(absl::string_view bytes) {
    StreamKey key;
    storage::KeyReader reader(bytes);
    reader.Bytes(&key.organization);
    reader.Bytes(&key.stream_id);
    OKAPI_RETURN_IF_ERROR(reader.Done());
    return key;
  }
};

inline constexpr storage::Table<NumberKey, storage::v1::SeriesRecord> kSeriesTable(kSeries);
inline constexpr storage::Table<StreamKey, storage::v1::StreamRecord> kStreamTable(kStreams);
inline constexpr storage::Table<OrganizationKey, storage::v1::SealedRecord> kSealedTable(kSealed);

}  // namespace okapi::metrics
