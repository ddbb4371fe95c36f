#include "services/metrics/engine/sealer.h"

#include <algorithm>
#include <future>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/engine/series_scan.h"
#include "services/metrics/store/metrics_store.h"
#include "spdlog/spdlog.h"

namespace okapi::metrics {
namespace {

// Size of one write: small enough that the lane is not held up.
constexpr size_t kWriteBytes = 1 << 20;

}  // namespace

std::vector<std::vector<ChunkRef>> UntidyChunks(v1::SampleKind kind, std::vector<ChunkRef> chunks) {
  std::sort(chunks.begin(), chunks.end(), [](const ChunkRef& a, const ChunkRef& b) {
    return std::pair(a.stats.first_us, a.stats.last_us) <
           std::pair(b.stats.first_us, b.stats.last_us);
  });
  std::vector<std::vector<ChunkRef>> untidy;
  std::vector<ChunkRef> small;
  auto end_run = [&] {
    if (small.size() >= kSmallRun) untidy.push_back(std::move(small));
    small.clear();
  };
  for (size_t begin = 0; begin < chunks.size();) {
    int64_t last_us = chunks[begin].stats.last_us;
    size_t end = begin + 1;
    for (; end < chunks.size() && Overlaps(kind, last_us, chunks[end].stats.first_us); ++end) {
      last_us = std::max(last_us, chunks[end].stats.last_us);
    }
    if (end - begin > 1) {
      end_run();
      untidy.emplace_back(chunks.begin() + static_cast<std::ptrdiff_t>(begin),
                          chunks.begin() + static_cast<std::ptrdiff_t>(end));
    } else if (IsSmall(chunks[begin].stats.count)) {
      small.push_back(chunks[begin]);
    } else {
      end_run();
    }
    begin = end;
  }
  end_run();
  return untidy;
}

Sealer::Sealer(journal::Journal& journal, Sealed sealed)
    : journal_(journal), sealed_(std::move(sealed)), thread_([this] { Work(); }) {}

Sealer::~Sealer() {
  journal_.Stop();
  {
    base::MutexLock lock(mutex_);
    stopped_ = true;
    wake_.NotifyAll();
  }
  thread_.join();
}

void Sealer::Request(OrganizationSamples& organization) {
  base::MutexLock lock(mutex_);
  const bool asked = std::any_of(jobs_.begin(), jobs_.end(),
                                 [&](const Job& job) { return job.requested == &organization; });
  if (asked) return;
  jobs_.push_back({&organization, [this, &organization](ChunkJournal&) {
                     const absl::Status status = SealAndTidy(organization);
                     if (!status.ok() && !journal_.stopped()) {
                       spdlog::error("{} could not be sealed: {}", organization.name,
                                     std::string(status.message()));
                     }
                   }});
  wake_.NotifyAll();
}

absl::Status Sealer::Seal(OrganizationSamples& organization) {
  return Run([&](ChunkJournal&) { return SealAndTidy(organization); });
}

absl::Status Sealer::Run(const std::function<absl::Status(ChunkJournal&)>& work) {
  std::promise<absl::Status> outcome;
  {
    base::MutexLock lock(mutex_);
    if (stopped_) return absl::CancelledError("the sealer has stopped");
    jobs_.push_back({nullptr, [&](ChunkJournal& journal) { outcome.set_value(work(journal)); }});
    wake_.NotifyAll();
  }
  return outcome.get_future().get();
}

void Sealer::Work() {
  while (true) {
    Job job;
    {
      base::MutexLock lock(mutex_);
      while (jobs_.empty() && !stopped_) wake_.Wait(mutex_);
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job.work(journal_);
  }
}

absl::Status Sealer::SealAndTidy(OrganizationSamples& organization) {
  const Epoch epoch = Begin(organization);
  if (epoch.heads == nullptr) return absl::OkStatus();
  std::set<uint32_t> untidy;
  OKAPI_RETURN_IF_ERROR(WriteChunks(organization, epoch, untidy));
  OKAPI_RETURN_IF_ERROR(Finish(organization, epoch));
  sealed_(epoch.samples);
  for (const uint32_t number : untidy) {
    if (journal_.stopped()) break;  // They are found again.
    OKAPI_RETURN_IF_ERROR(Tidy(organization, number));
  }
  return absl::OkStatus();
}

Sealer::Epoch Sealer::Begin(OrganizationSamples& organization) {
  const std::unique_lock<FairSharedMutex> lock(organization.mutex);
  // Heads that could not be sealed the last time go first.
  if (organization.sealing != nullptr) {
    return {organization.sealing, organization.sealing_samples, organization.sealing_revision};
  }
  if (organization.head_samples == 0) return {};
  auto heads = std::make_shared<OrganizationSamples::Heads>(organization.heads.size());
  heads->swap(organization.heads);
  organization.sealing = heads;
  organization.sealing_revision = organization.applied_revision;
  organization.unsealed_since = absl::InfiniteFuture();
  organization.sealing_samples = std::exchange(organization.head_samples, 0);
  return {std::move(heads), organization.sealing_samples, organization.sealing_revision};
}

absl::Status Sealer::WriteChunks(OrganizationSamples& organization, const Epoch& epoch,
                                 std::set<uint32_t>& untidy) {
  ChunkWrites writes;
  std::vector<Sample> samples;
  std::vector<SealedSeries> sealed = organization.sealed;
  sealed.resize(epoch.heads->size());
  for (uint32_t number = 0; number < epoch.heads->size(); ++number) {
    const HeadView head = (*epoch.heads)[number].View();
    if (head.empty()) continue;
    v1::SampleKind kind{};
    {
      const std::shared_lock<FairSharedMutex> lock(organization.mutex);
      kind = organization.index.KindOf(number);
    }
    samples.assign(head.samples().begin(), head.samples().end());
    if (!head.ascending()) SortSamples(kind, samples);
    for (const ChunkStats& stats :
         writes.Add(ChunkKey{organization.name, number, 0, epoch.revision, 0}, kind, samples)) {
      NoteChunk(kind, stats, sealed[number]);
    }
    if (sealed[number].overlapping || sealed[number].small >= kSmallRun) untidy.insert(number);
    if (writes.bytes() >= kWriteBytes) {
      OKAPI_RETURN_IF_ERROR(
          journal_.Write(organization.name, [&](auto& transaction) { writes.Apply(transaction); }));
      writes.Clear();
    }
  }
  OKAPI_RETURN_IF_ERROR(
      journal_.Write(organization.name, [&](auto& transaction) { writes.Apply(transaction); }));
  // Before the chunks begin to count: then readers must know that there are some.
  const std::unique_lock<FairSharedMutex> lock(organization.mutex);
  organization.sealed = std::move(sealed);
  return absl::OkStatus();
}

absl::Status Sealer::Finish(OrganizationSamples& organization, const Epoch& epoch) {
  OKAPI_RETURN_IF_ERROR(journal_.Write(organization.name, [&](journal::Transaction& transaction) {
    storage::v1::SealedRecord record;
    record.set_revision(epoch.revision);
    kSealedTable.Put(transaction, OrganizationKey{organization.name}, record);
    const auto after = static_cast<uint64_t>(epoch.revision) + 1;
    transaction.DeleteRangeUnindexed(
        kBatches, storage::KeyRange{NumberKey{organization.name, 0}.Encode(),
                                    NumberKey{organization.name, after}.Encode()});
  }));
  const std::unique_lock<FairSharedMutex> lock(organization.mutex);
  organization.sealing.reset();
  return absl::OkStatus();
}

absl::Status Sealer::Tidy(OrganizationSamples& organization, uint32_t number) {
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, journal_.Read());
  OKAPI_ASSIGN_OR_RETURN(const ChunkReader reader,
                         ChunkReader::Create(*view.reader, organization.name));
  OKAPI_ASSIGN_OR_RETURN(std::vector<ChunkRef> chunks,
                         reader.Find(number, INT64_MIN, INT64_MAX, /*disjoint=*/false));
  v1::SampleKind kind{};
  {
    const std::shared_lock<FairSharedMutex> lock(organization.mutex);
    kind = organization.index.KindOf(number);
  }
  SealedSeries sealed;
  for (const ChunkRef& chunk : chunks) sealed.last_us = std::max(sealed.last_us, chunk.key.last_us);
  sealed.chunks = static_cast<uint32_t>(chunks.size());
  for (const std::vector<ChunkRef>& group : UntidyChunks(kind, std::move(chunks))) {
    OKAPI_RETURN_IF_ERROR(Merge(organization, reader, kind, group));
  }
  // Chunks that are still small count from 0 again, so that they are not looked at every time.
  const std::unique_lock<FairSharedMutex> lock(organization.mutex);
  organization.sealed[number] = sealed;
  return absl::OkStatus();
}

absl::Status Sealer::Merge(OrganizationSamples& organization, const ChunkReader& reader,
                           v1::SampleKind kind, absl::Span<const ChunkRef> chunks) {
  // In the order in which they were written.
  std::vector<ChunkRef> ordered(chunks.begin(), chunks.end());
  std::sort(ordered.begin(), ordered.end(),
            [](const ChunkRef& a, const ChunkRef& b) { return a.key.revision < b.key.revision; });
  std::vector<Sample> samples;
  ChunkWrites writes;
  for (const ChunkRef& chunk : ordered) {
    OKAPI_RETURN_IF_ERROR(reader.Load(chunk, samples));
    writes.Delete(chunk.key);
  }
  SortSamples(kind, samples);
  ChunkKey key = ordered.back().key;
  key.id = 0;
  writes.Add(key, kind, samples);
  return journal_.Write(organization.name, [&](journal::Transaction& transaction) {
    writes.Apply(transaction, FirstIdOf(transaction.revision()));
  });
}

}  // namespace okapi::metrics
