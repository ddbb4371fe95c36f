#include "services/metrics/sample_engine.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/metrics_store.h"

namespace okapi::metrics {
namespace {

constexpr int64_t kNone = std::numeric_limits<int64_t>::max();

storage::v1::SeriesRecord ToRecord(const NewSeries& series) {
  storage::v1::SeriesRecord record;
  record.set_metric(series.identity.metric);
  record.set_kind(series.kind);
  for (const auto& [name, value] : series.identity.labels) {
    storage::v1::LabelRecord& label = *record.add_labels();
    label.set_key(name);
    label.set_value(value);
  }
  return record;
}

NewSeries FromRecord(uint64_t number, const storage::v1::SeriesRecord& record) {
  NewSeries series;
  series.number = number;
  series.kind = static_cast<SampleKind>(record.kind());
  series.identity.metric = record.metric();
  for (const auto& label : record.labels()) {
    series.identity.labels.emplace_back(label.key(), label.value());
  }
  return series;
}

// Adds the samples to their series. Those that came out of order are left to be settled.
void AddSamples(SeriesIndex& index, int64_t revision, const SampleColumns& samples,
                std::vector<Series*>& unsettled) {
  for (size_t i = 0; i < samples.size(); ++i) {
    Series& series = index.At(samples.series[i]);
    Metric& metric = *series.metric;
    metric.changed_revision = revision;
    metric.newest_us = std::max(metric.newest_us, samples.times_us[i]);
    if (!series.head.Add(metric.kind, {samples.times_us[i], samples.values[i]})) {
      unsettled.push_back(&series);
    }
  }
}

void Settle(const std::vector<Series*>& unsettled) {
  for (Series* series : unsettled) series->head.Settle(series->metric->kind);
}

// Removes the samples of series with the wrong kind from the batch, and puts the numbers that were
// decided in place.
void ApplyNumbers(const std::vector<int64_t>& numbers, CheckedBatch& batch) {
  SampleColumns& samples = batch.samples;
  Rejected mismatched;
  size_t kept = 0;
  for (size_t i = 0; i < samples.size(); ++i) {
    uint64_t series = samples.series[i];
    if ((series & kUndecidedBit) != 0) {
      const uint64_t position = series & ~kUndecidedBit;
      if (numbers[position] == DeclaredSeries::kKindMismatch) {
        mismatched.Add(batch.sequence, batch.indexes[i], v1::SampleRejection::KIND_MISMATCH,
                       KindMismatchMessage(*batch.undecided[position]));
        continue;
      }
      series = static_cast<uint64_t>(numbers[position]);
    }
    samples.series[kept] = series;
    samples.times_us[kept] = samples.times_us[i];
    samples.values[kept] = samples.values[i];
    batch.indexes[kept] = batch.indexes[i];
    ++kept;
  }
  samples.series.resize(kept);
  samples.times_us.resize(kept);
  samples.values.resize(kept);
  batch.indexes.resize(kept);
  batch.rejected.Merge(std::move(mismatched));
}

}  // namespace

absl::StatusOr<std::unique_ptr<SampleEngine>> SampleEngine::Open(journal::Journal& journal) {
  std::unique_ptr<SampleEngine> engine(new SampleEngine(journal));
  OKAPI_RETURN_IF_ERROR(engine->Restore());
  engine->journal_listener_ =
      journal.Listen([raw = engine.get()](int64_t revision) { raw->OnDurable(revision); });
  return engine;
}

absl::Status SampleEngine::Restore() {
  SetOldestStaged();
  OKAPI_ASSIGN_OR_RETURN(const journal::View view, journal_.Read());
  OKAPI_RETURN_IF_ERROR(RestoreSeries(*view.reader));
  return RestoreBatches(*view.reader);
}

absl::Status SampleEngine::RestoreSeries(const storage::Reader& reader) {
  absl::Status failure;
  auto visit = [&](absl::string_view key_bytes, absl::string_view bytes) {
    auto restore = [&]() -> absl::Status {
      OKAPI_ASSIGN_OR_RETURN(const NumberKey key, NumberKey::Decode(key_bytes));
      storage::v1::SeriesRecord record;
      Organization& organization = OrganizationOf(key.organization);
      if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
          key.number != organization.index.size()) {
        return status::Corrupt("the dictionary of series is damaged");
      }
      NewSeries series = FromRecord(key.number, record);
      organization.dictionary.Add(series);
      organization.index.AddSeries(std::move(series.identity), series.kind);
      return absl::OkStatus();
    };
    failure = restore();
    return failure.ok();
  };
  OKAPI_RETURN_IF_ERROR(reader.Scan(kSeries, storage::KeyRange{}, visit));
  return failure;
}

absl::Status SampleEngine::RestoreBatches(const storage::Reader& reader) {
  absl::Status failure;
  std::vector<Series*> unsettled;
  auto visit = [&](absl::string_view key_bytes, absl::string_view bytes) {
    auto restore = [&]() -> absl::Status {
      OKAPI_ASSIGN_OR_RETURN(const NumberKey key, NumberKey::Decode(key_bytes));
      OKAPI_ASSIGN_OR_RETURN(const SampleColumns samples, DecodeColumns(bytes));
      SeriesIndex& index = OrganizationOf(key.organization).index;
      for (const uint64_t number : samples.series) {
        if (number >= index.size()) return status::Corrupt("a batch names an unknown series");
      }
      AddSamples(index, static_cast<int64_t>(key.number), samples, unsettled);
      return absl::OkStatus();
    };
    failure = restore();
    return failure.ok();
  };
  OKAPI_RETURN_IF_ERROR(reader.Scan(kBatches, storage::KeyRange{}, visit));
  OKAPI_RETURN_IF_ERROR(failure);
  Settle(unsettled);
  return absl::OkStatus();
}

void SampleEngine::Append(journal::Transaction& transaction, const std::string& organization_name,
                          CheckedBatch& batch) {
  Organization& organization = OrganizationOf(organization_name);
  StagedBatch staged;
  if (!batch.undecided.empty()) staged.added = Decide(transaction, organization, batch);
  if (batch.samples.size() == 0) return;
  for (const NewSeries& series : staged.added) {
    kSeriesTable.Put(transaction, NumberKey{organization_name, series.number}, ToRecord(series));
  }
  const NumberKey key{organization_name, static_cast<uint64_t>(transaction.revision())};
  transaction.PutUnindexed(kBatches, key.Encode(), batch.record);
  staged.revision = transaction.revision();
  staged.organization = &organization;
  staged.samples = std::move(batch.samples);
  transaction.OnKept([this, staged = std::move(staged)]() mutable {
    for (const NewSeries& series : staged.added) staged.organization->dictionary.Add(series);
    staged_.push_back(std::move(staged));
    if (staged_.size() == 1) SetOldestStaged();
  });
}

std::vector<NewSeries> SampleEngine::Decide(journal::Transaction& transaction,
                                            Organization& organization, CheckedBatch& batch) {
  SeriesDictionary::Decisions decisions = organization.dictionary.Decide(batch.undecided);
  ApplyNumbers(decisions.numbers, batch);
  batch.record = EncodeColumns(batch.samples);
  transaction.OnKept([undecided = batch.undecided, numbers = std::move(decisions.numbers)] {
    for (size_t i = 0; i < undecided.size(); ++i) {
      undecided[i]->number.store(numbers[i], std::memory_order_release);
    }
  });
  return std::move(decisions.added);
}

void SampleEngine::OnDurable(int64_t revision) {
  if (staged_.empty() || staged_.front().revision > revision) return;
  while (!staged_.empty() && staged_.front().revision <= revision) {
    Organization& organization = *staged_.front().organization;
    std::vector<Series*> unsettled;
    const std::unique_lock<FairSharedMutex> lock(organization.mutex);
    // Neighbouring batches of one organization under one lock.
    while (!staged_.empty() && staged_.front().revision <= revision &&
           staged_.front().organization == &organization) {
      StagedBatch& batch = staged_.front();
      for (NewSeries& series : batch.added) {
        organization.index.AddSeries(std::move(series.identity), series.kind);
      }
      AddSamples(organization.index, batch.revision, batch.samples, unsettled);
      staged_.pop_front();
    }
    Settle(unsettled);
  }
  SetOldestStaged();
}

void SampleEngine::SetOldestStaged() {
  base::MutexLock lock(mutex_);
  oldest_staged_ = staged_.empty() ? kNone : staged_.front().revision;
  applied_.NotifyAll();
}

void SampleEngine::Read(absl::string_view organization, int64_t revision,
                        absl::FunctionRef<void(const SeriesIndex&)> read) const {
  {
    // A durable batch is applied right after, by the lane.
    base::MutexLock lock(mutex_);
    while (oldest_staged_ <= revision) applied_.Wait(mutex_);
  }
  const Organization* found = FindOrganization(organization);
  if (found == nullptr) {
    read(SeriesIndex());
    return;
  }
  const std::shared_lock<FairSharedMutex> lock(found->mutex);
  read(found->index);
}

SampleEngine::Organization& SampleEngine::OrganizationOf(absl::string_view name) {
  base::MutexLock lock(mutex_);
  return organizations_[name];
}

const SampleEngine::Organization* SampleEngine::FindOrganization(absl::string_view name) const {
  base::MutexLock lock(mutex_);
  const auto it = organizations_.find(name);
  return it == organizations_.end() ? nullptr : &it->second;
}

}  // namespace okapi::metrics
