#include "services/metrics/engine/sample_deletion.h"

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "common/status/status_macros.h"
#include "services/metrics/chunks/chunk_reader.h"
#include "services/metrics/chunks/chunk_writes.h"

namespace okapi::metrics {
namespace {

constexpr size_t kChunksPerWrite = 256;

// Collects the deletions of one series after the other, and writes them now and then.
class Deleter {
 public:
  Deleter(ChunkJournal& journal, const std::string& organization, const ChunkReader& reader,
          v1::SampleKind kind, const SampleDeletion& deletion)
      : journal_(journal),
        organization_(organization),
        reader_(reader),
        kind_(kind),
        deletion_(deletion) {}

  absl::Status Delete(const ChunkRef& chunk);
  absl::Status Flush();
  int64_t deleted() const { return deleted_; }

 private:
  ChunkJournal& journal_;
  const std::string& organization_;
  const ChunkReader& reader_;
  const v1::SampleKind kind_;
  const SampleDeletion& deletion_;
  ChunkWrites writes_;
  size_t chunks_ = 0;
  uint64_t next_id_ = 0;
  int64_t deleted_ = 0;
};

absl::Status Deleter::Delete(const ChunkRef& chunk) {
  const bool whole =
      chunk.stats.first_us >= deletion_.begin_us && chunk.stats.last_us < deletion_.end_us;
  if (!whole && deletion_.whole_chunks_only) return absl::OkStatus();
  std::vector<Sample> kept;
  if (!whole) {
    OKAPI_RETURN_IF_ERROR(reader_.Load(chunk, kept));
    std::erase_if(kept, [this](const Sample& sample) {
      return sample.time_us >= deletion_.begin_us && sample.time_us < deletion_.end_us;
    });
  }
  const int64_t gone = chunk.stats.count - static_cast<int64_t>(kept.size());
  if (gone == 0) return absl::OkStatus();
  deleted_ += gone;
  if (deletion_.count_only) return absl::OkStatus();
  writes_.Delete(chunk.key);
  if (!kept.empty()) {
    ChunkKey key = chunk.key;
    key.id = next_id_++;
    writes_.Add(key, kind_, kept);
  }
  if (++chunks_ < kChunksPerWrite) return absl::OkStatus();
  return Flush();
}

absl::Status Deleter::Flush() {
  if (chunks_ == 0) return absl::OkStatus();
  OKAPI_RETURN_IF_ERROR(journal_.Write(organization_, [this](journal::Transaction& transaction) {
    writes_.Apply(transaction, FirstIdOf(transaction.revision()));
  }));
  writes_.Clear();
  chunks_ = 0;
  next_id_ = 0;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<int64_t> DeleteFromChunks(ChunkJournal& journal, OrganizationSamples& organization,
                                         const SampleDeletion& deletion) {
  v1::SampleKind kind{};
  std::vector<uint32_t> numbers;
  {
    const std::shared_lock<FairSharedMutex> lock(organization.mutex);
    const Metric* metric = organization.index.FindMetric(deletion.metric);
    if (metric == nullptr) return 0;
    kind = metric->kind;
    numbers = organization.index.Select(deletion.metric, deletion.matchers);
  }
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, journal.Read());
  OKAPI_ASSIGN_OR_RETURN(const ChunkReader reader,
                         ChunkReader::Create(*view.reader, organization.name));
  Deleter deleter(journal, organization.name, reader, kind, deletion);
  for (const uint32_t number : numbers) {
    if (journal.stopped()) return absl::CancelledError("the engine is closing");
    OKAPI_ASSIGN_OR_RETURN(const std::vector<ChunkRef> chunks,
                           reader.Find(number, deletion.begin_us, deletion.end_us,
                                       /*disjoint=*/false));
    for (const ChunkRef& chunk : chunks) OKAPI_RETURN_IF_ERROR(deleter.Delete(chunk));
  }
  OKAPI_RETURN_IF_ERROR(deleter.Flush());
  if (deleter.deleted() > 0 && !deletion.count_only) {
    OKAPI_ASSIGN_OR_RETURN(const journal::View after, journal.Read());
    const std::unique_lock<FairSharedMutex> lock(organization.mutex);
    // For those who watch: their numbers may be others now.
    Metric& metric = organization.index.MetricOf(numbers[0]);
    metric.changed_revision = std::max(metric.changed_revision, after.revision);
  }
  return deleter.deleted();
}

}  // namespace okapi::metrics
