#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/journal/journal.h"
#include "services/metrics/batches/sample_batch.h"
#include "services/metrics/engine/captured_samples.h"
#include "services/metrics/engine/organization_samples.h"
#include "services/metrics/engine/sample_deletion.h"
#include "services/metrics/engine/sealer.h"
#include "services/metrics/series/series_decision.h"

namespace okapi::metrics {

struct SampleEngineOptions {
  // An organization is sealed once its heads hold this many samples, or `seal_per_series` for every
  // series, whichever is more, up to `seal_max`: many series need many samples to make good chunks.
  size_t seal_min = 4'000'000;
  size_t seal_per_series = 64;
  size_t seal_max = 16'000'000;
  // Or once its oldest sample has waited this long.
  absl::Duration seal_age = absl::Hours(1);
  // No more is taken while this many samples wait to be sealed, in all organizations.
  size_t unsealed_max = 48'000'000;
  // Fewer are not worth a seal when the engine closes; they are read back from their batches.
  size_t seal_at_close = 100'000;
};

// The newest of the samples of some metrics.
struct NewestSamples {
  int64_t revision = 0;
  int64_t time_us = std::numeric_limits<int64_t>::min();
};

// Keeps the samples of all organizations. A batch is durable in the journal as it came; its samples
// then lie in heads in memory, one per series, until the sealer turns them into compressed chunks
// and drops the batch. Thread-safe, except where a call belongs to the lane.
class SampleEngine {
 public:
  // Reads back what is not in chunks. `journal` and `clock` must outlive the engine.
  static absl::StatusOr<std::unique_ptr<SampleEngine>> Open(journal::Journal& journal,
                                                            const base::Clock& clock,
                                                            SampleEngineOptions options = {});
  ~SampleEngine();
  SampleEngine(const SampleEngine&) = delete;
  SampleEngine& operator=(const SampleEngine&) = delete;

  // In the body of a write: decides the series that are undecided, moves samples that cannot be
  // taken to `batch.rejected`, and writes the rest. What it changes in memory is changed when the
  // write is kept.
  void Append(journal::Transaction& transaction, const std::string& organization,
              CheckedBatch& batch);

  // Whether samples are taken, or the sealer must catch up first.
  bool HasRoom() const { return unsealed_ < options_.unsealed_max; }
  // Calls `room` once when there is room, at once if there is now. It must not block.
  void WhenRoom(std::function<void()> room) OKAPI_EXCLUDES(mutex_);

  // What the selections name: at least the samples of all writes up to `revision`, which must be
  // durable; each write whole or not at all. Not from the lane.
  absl::StatusOr<CapturedSamples> Capture(const std::string& organization, int64_t revision,
                                          absl::Span<const SampleSelection> selections) const;
  // The newest samples of the metrics, in the same sense.
  NewestSamples Newest(const std::string& organization, int64_t revision,
                       absl::Span<const std::string> metrics) const;

  // Lets `look` see the series as they are then, at least those of writes up to `revision`; it
  // holds up new series and samples meanwhile. Not from the lane.
  void LookAtSeries(const std::string& organization, int64_t revision,
                    absl::FunctionRef<void(const SeriesIndex&)> look) const;
  // Whether the series has been written to.
  bool Knows(const std::string& organization, const SeriesIdentity& series) const;

  // Turns what the organization has in heads into chunks, and waits for it.
  absl::Status Seal(const std::string& organization);
  // Deletes samples that were written before the call, and says how many. They go series by series:
  // readers may see some gone and others not yet. Not from the lane.
  absl::StatusOr<int64_t> Delete(const std::string& organization, const SampleDeletion& deletion);

  // Drops chunks of the metric that end before a time, and says how many samples that were. Not
  // from the lane.
  absl::StatusOr<int64_t> Drop(const std::string& organization, const std::string& metric,
                               int64_t before_us);

 private:
  // A batch on its way to the disk.
  struct StagedBatch {
    int64_t revision = 0;
    OrganizationSamples* organization = nullptr;
    SampleColumns samples;
  };

  SampleEngine(journal::Journal& journal, const base::Clock& clock, SampleEngineOptions options);

  absl::Status Restore();
  absl::Status RestoreSeries(const storage::Reader& reader);
  absl::Status RestoreChunks(const storage::Reader& reader);
  absl::Status RestoreBatches(const storage::Reader& reader);

  std::vector<NewSeries> DecideSeries(journal::Transaction& transaction,
                                      OrganizationSamples& organization, CheckedBatch& batch);
  OrganizationSamples& OrganizationOf(const std::string& name) OKAPI_EXCLUDES(mutex_);
  const OrganizationSamples* FindOrganization(const std::string& name) const OKAPI_EXCLUDES(mutex_);
  absl::StatusOr<int64_t> DeleteSealed(const std::string& organization,
                                       const SampleDeletion& deletion);
  // On the lane: makes what has become durable readable.
  void OnDurable(int64_t revision) OKAPI_EXCLUDES(mutex_);
  void AddToHeads(OrganizationSamples& organization, int64_t revision,
                  const SampleColumns& samples);
  // Under the organization's mutex.
  void SealIfDue(OrganizationSamples& organization);
  void OnSealed(size_t samples) OKAPI_EXCLUDES(mutex_);
  void SetOldestStaged() OKAPI_EXCLUDES(mutex_);
  void AwaitApplied(int64_t revision) const OKAPI_EXCLUDES(mutex_);

  journal::Journal& journal_;
  const base::Clock& clock_;
  const SampleEngineOptions options_;
  // The lane's own; the oldest first.
  std::deque<StagedBatch> staged_;
  // Samples in heads, on their way there, or being sealed.
  std::atomic<size_t> unsealed_{0};

  mutable base::Mutex mutex_;
  mutable base::CondVar applied_;
  // Revision of the oldest staged batch; the largest number if there is none.
  int64_t oldest_staged_ OKAPI_GUARDED_BY(mutex_);
  absl::node_hash_map<std::string, OrganizationSamples> organizations_ OKAPI_GUARDED_BY(mutex_);
  std::vector<std::function<void()>> room_waiters_ OKAPI_GUARDED_BY(mutex_);

  // Last: destroyed first, so that no call comes while the rest goes.
  std::unique_ptr<Sealer> sealer_;
  std::shared_ptr<void> journal_listener_;
};

}  // namespace okapi::metrics
