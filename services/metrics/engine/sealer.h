#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/journal/journal.h"
#include "services/metrics/chunks/chunk_journal.h"
#include "services/metrics/chunks/chunk_reader.h"
#include "services/metrics/chunks/chunk_writes.h"
#include "services/metrics/engine/organization_samples.h"

namespace okapi::metrics {

// Turns heads into chunks, and chunks that are small or overlap into better ones, on a thread of
// its own. Intake and readers go on meanwhile.
//
// A seal takes all heads of an organization up to a revision R. Their chunks, marked with R, are
// written in several writes; the last one also records that R is sealed and deletes the batches up
// to R. Until then the chunks count for nothing, so at every moment, and after every crash, a
// sample is either in its batch or in a chunk.
class Sealer {
 public:
  // Told the number of samples that have left the heads.
  using Sealed = std::function<void(size_t samples)>;

  Sealer(journal::Journal& journal, Sealed sealed);
  // Ends what is under way as soon as it can be left.
  ~Sealer();
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

  // Asks for the organization to be sealed. Does not block.
  void Request(OrganizationSamples& organization) OKAPI_EXCLUDES(mutex_);
  // Asks, and waits until what is in the heads now is in chunks and these are in order.
  absl::Status Seal(OrganizationSamples& organization) OKAPI_EXCLUDES(mutex_);
  // Runs other work on chunks, of which there is one at a time, and waits for it.
  absl::Status Run(const std::function<absl::Status(ChunkJournal&)>& work) OKAPI_EXCLUDES(mutex_);

 private:
  struct Job {
    const OrganizationSamples* requested = nullptr;  // By Request().
    std::function<void(ChunkJournal&)> work;
  };
  // Heads on their way, and what their series' chunks will be.
  struct Epoch {
    std::shared_ptr<const OrganizationSamples::Heads> heads;
    size_t samples = 0;
    int64_t revision = 0;
  };

  void Work() OKAPI_EXCLUDES(mutex_);
  absl::Status SealAndTidy(OrganizationSamples& organization);
  Epoch Begin(OrganizationSamples& organization);
  absl::Status WriteChunks(OrganizationSamples& organization, const Epoch& epoch,
                           std::set<uint32_t>& untidy);
  absl::Status Finish(OrganizationSamples& organization, const Epoch& epoch);
  // Merges the series' chunks where they overlap or many small ones follow one another.
  absl::Status Tidy(OrganizationSamples& organization, uint32_t number);
  absl::Status Merge(OrganizationSamples& organization, const ChunkReader& reader,
                     v1::SampleKind kind, absl::Span<const ChunkRef> chunks);
  ChunkJournal journal_;
  const Sealed sealed_;
  base::Mutex mutex_;
  base::CondVar wake_;
  bool stopped_ OKAPI_GUARDED_BY(mutex_) = false;
  std::deque<Job> jobs_ OKAPI_GUARDED_BY(mutex_);
  std::thread thread_;
};

// Groups of chunks, sorted by their beginning, that should become one: those that overlap, and runs
// of at least kSmallRun small ones. Exposed for tests.
inline constexpr size_t kSmallRun = 8;
std::vector<std::vector<ChunkRef>> UntidyChunks(v1::SampleKind kind, std::vector<ChunkRef> chunks);

}  // namespace okapi::metrics
