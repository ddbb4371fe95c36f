// How the engine comes back from what is on disk: the series, what is known of their chunks, and
// the batches that are not sealed.

#include <algorithm>
#include <utility>

#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/engine/sample_engine.h"
#include "services/metrics/store/metrics_store.h"

namespace okapi::metrics {
namespace {

// Scans a family with a visitor that may fail.
absl::Status ScanAll(
    const storage::Reader& reader, const storage::Family& family,
    absl::FunctionRef<absl::Status(absl::string_view key, absl::string_view)> visit) {
  absl::Status failure;
  OKAPI_RETURN_IF_ERROR(
      reader.Scan(family, storage::KeyRange{}, [&](absl::string_view key, absl::string_view bytes) {
        failure = visit(key, bytes);
        return failure.ok();
      }));
  return failure;
}

SeriesIdentity IdentityOf(const storage::v1::SeriesRecord& record) {
  SeriesIdentity identity;
  identity.metric = record.metric();
  for (const auto& label : record.labels())
    identity.labels.emplace_back(label.key(), label.value());
  return identity;
}

}  // namespace

absl::Status SampleEngine::Restore() {
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, journal_.Read());
  OKAPI_RETURN_IF_ERROR(RestoreSeries(*view.reader));
  OKAPI_RETURN_IF_ERROR(RestoreChunks(*view.reader));
  return RestoreBatches(*view.reader);
}

absl::Status SampleEngine::RestoreSeries(const storage::Reader& reader) {
  return ScanAll(reader, kSeries, [&](absl::string_view key_bytes, absl::string_view bytes) {
    auto restore = [&]() -> absl::Status {
      OKAPI_ASSIGN_OR_RETURN(const NumberKey key, NumberKey::Decode(key_bytes));
      storage::v1::SeriesRecord record;
      OrganizationSamples& organization = OrganizationOf(key.organization);
      if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
          key.number != organization.index.size()) {
        return status::Corrupt("the dictionary of series is damaged");
      }
      organization.index.Add(IdentityOf(record), static_cast<SampleKind>(record.kind()));
      return absl::OkStatus();
    };
    return restore();
  });
}

absl::Status SampleEngine::RestoreChunks(const storage::Reader& reader) {
  std::vector<std::string> unfinished;
  OrganizationSamples* organization = nullptr;
  int64_t sealed_revision = 0;
  auto restore = [&](absl::string_view key_bytes, absl::string_view bytes) -> absl::Status {
    OKAPI_ASSIGN_OR_RETURN(const ChunkKey key, ChunkKey::Decode(key_bytes));
    if (organization == nullptr || organization->name != key.organization) {
      organization = &OrganizationOf(key.organization);
      organization->sealed.resize(organization->index.size());
      OKAPI_ASSIGN_OR_RETURN(const ChunkReader chunks,
                             ChunkReader::Create(reader, key.organization));
      sealed_revision = chunks.sealed_revision();
      organization->sealing_revision = sealed_revision;
    }
    if (key.revision > sealed_revision) {
      unfinished.emplace_back(key_bytes);
      return absl::OkStatus();
    }
    if (key.series >= organization->sealed.size()) {
      return status::Corrupt("a chunk is of an unknown series");
    }
    OKAPI_ASSIGN_OR_RETURN(const ChunkStats stats, DecodeStats(key.last_us, bytes));
    const auto number = static_cast<uint32_t>(key.series);
    NoteChunk(organization->index.KindOf(number), stats, organization->sealed[number]);
    Metric& metric = organization->index.MetricOf(number);
    metric.newest_us = std::max(metric.newest_us, key.last_us);
    metric.changed_revision = std::max(metric.changed_revision, key.revision);
    return absl::OkStatus();
  };
  OKAPI_RETURN_IF_ERROR(ScanAll(reader, kChunkStats, restore));
  if (unfinished.empty()) return absl::OkStatus();
  // A seal that a crash has cut short: its batches are still there.
  return journal_
      .Commit({},
              [&](journal::Transaction& transaction) {
                for (const std::string& key : unfinished) {
                  transaction.Delete(kChunks, key);
                  transaction.Delete(kChunkStats, key);
                }
                return absl::OkStatus();
              })
      .status();
}

absl::Status SampleEngine::RestoreBatches(const storage::Reader& reader) {
  auto restore = [&](absl::string_view key_bytes, absl::string_view bytes) -> absl::Status {
    OKAPI_ASSIGN_OR_RETURN(const NumberKey key, NumberKey::Decode(key_bytes));
    OKAPI_ASSIGN_OR_RETURN(const SampleColumns samples, DecodeColumns(bytes));
    OrganizationSamples& organization = OrganizationOf(key.organization);
    for (const uint64_t number : samples.series) {
      if (number >= organization.index.size()) {
        return status::Corrupt("a batch names an unknown series");
      }
    }
    AddToHeads(organization, static_cast<int64_t>(key.number), samples);
    unsealed_ += samples.size();
    return absl::OkStatus();
  };
  return ScanAll(reader, kBatches, restore);
}

}  // namespace okapi::metrics
