#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/mutex.h"
#include "common/journal/journal.h"
#include "services/metrics/fair_shared_mutex.h"
#include "services/metrics/sample_batch.h"
#include "services/metrics/series_dictionary.h"
#include "services/metrics/series_index.h"

namespace okapi::metrics {

// Keeps the samples of all organizations: durable in the journal, one record per batch, and in
// memory for reading. This class is the seam behind which sealed chunks will take the place of the
// heads. Thread-safe, except where a call belongs to the lane.
class SampleEngine {
 public:
  // Reads back what the journal holds. `journal` must outlive the engine.
  static absl::StatusOr<std::unique_ptr<SampleEngine>> Open(journal::Journal& journal);
  SampleEngine(const SampleEngine&) = delete;
  SampleEngine& operator=(const SampleEngine&) = delete;

  // In the body of a write: decides the series that are undecided, moves samples of the wrong kind
  // to `batch.rejected`, and writes the rest. What it changes in memory is changed when the write
  // is kept.
  void Append(journal::Transaction& transaction, const std::string& organization,
              CheckedBatch& batch);

  // Calls `read` with the samples of an organization: at least those of all writes up to
  // `revision`, which must be durable; each write is seen whole or not at all. Not from the lane.
  void Read(absl::string_view organization, int64_t revision,
            absl::FunctionRef<void(const SeriesIndex&)> read) const;

 private:
  struct Organization {
    // The lane's own.
    SeriesDictionary dictionary;
    mutable FairSharedMutex mutex;
    // Guarded by `mutex`; durable samples only.
    SeriesIndex index;
  };

  // A batch on its way to the disk.
  struct StagedBatch {
    int64_t revision = 0;
    Organization* organization = nullptr;
    std::vector<NewSeries> added;
    SampleColumns samples;
  };

  explicit SampleEngine(journal::Journal& journal) : journal_(journal) {}

  absl::Status Restore();
  absl::Status RestoreSeries(const storage::Reader& reader);
  absl::Status RestoreBatches(const storage::Reader& reader);

  std::vector<NewSeries> Decide(journal::Transaction& transaction, Organization& organization,
                                CheckedBatch& batch);
  Organization& OrganizationOf(absl::string_view name) OKAPI_EXCLUDES(mutex_);
  const Organization* FindOrganization(absl::string_view name) const OKAPI_EXCLUDES(mutex_);
  // On the lane: makes what has become durable readable.
  void OnDurable(int64_t revision) OKAPI_EXCLUDES(mutex_);
  void SetOldestStaged() OKAPI_EXCLUDES(mutex_);

  journal::Journal& journal_;
  // The lane's own; the oldest first.
  std::deque<StagedBatch> staged_;

  mutable base::Mutex mutex_;
  mutable base::CondVar applied_;
  // Revision of the oldest staged batch; the largest number if there is none.
  int64_t oldest_staged_ OKAPI_GUARDED_BY(mutex_);
  absl::node_hash_map<std::string, Organization> organizations_ OKAPI_GUARDED_BY(mutex_);

  // Last: destroyed first, so that no call comes while the rest goes.
  std::shared_ptr<void> journal_listener_;
};

}  // namespace okapi::metrics
