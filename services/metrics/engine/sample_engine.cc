#include "services/metrics/engine/sample_engine.h"

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "common/status/status_macros.h"
#include "services/metrics/store/metrics_store.h"
#include "spdlog/spdlog.h"

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

// Removes the samples of series that are not taken from the batch, and puts the numbers that were
// decided in place.
void ApplyNumbers(const std::vector<int64_t>& numbers, CheckedBatch& batch) {
  SampleColumns& samples = batch.samples;
  Rejected refused;
  size_t kept = 0;
  for (size_t i = 0; i < samples.size(); ++i) {
    uint64_t series = samples.series[i];
    if ((series & kUndecidedBit) != 0) {
      const uint64_t position = series & ~kUndecidedBit;
      if (numbers[position] < 0) {
        refused.Add(batch.sequence, batch.indexes[i], RefusalReason(numbers[position]),
                    RefusalMessage(numbers[position], *batch.undecided[position]));
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
  batch.rejected.Merge(std::move(refused));
}

}  // namespace

SampleEngine::SampleEngine(journal::Journal& journal, const base::Clock& clock,
                           SampleEngineOptions options)
    : journal_(journal), clock_(clock), options_(options) {
  SetOldestStaged();
}

absl::StatusOr<std::unique_ptr<SampleEngine>> SampleEngine::Open(journal::Journal& journal,
                                                                 const base::Clock& clock,
                                                                 SampleEngineOptions options) {
  std::unique_ptr<SampleEngine> engine(new SampleEngine(journal, clock, options));
  OKAPI_RETURN_IF_ERROR(engine->Restore());
  SampleEngine* const raw = engine.get();
  engine->sealer_ =
      std::make_unique<Sealer>(journal, [raw](size_t samples) { raw->OnSealed(samples); });
  engine->journal_listener_ = journal.Listen([raw](int64_t revision) { raw->OnDurable(revision); });
  return engine;
}

SampleEngine::~SampleEngine() {
  journal_listener_.reset();
  if (sealer_ == nullptr) return;
  std::vector<OrganizationSamples*> worth_it;
  {
    base::MutexLock lock(mutex_);
    for (auto& [name, organization] : organizations_) {
      const std::shared_lock<FairSharedMutex> organization_lock(organization.mutex);
      if (organization.head_samples >= options_.seal_at_close) worth_it.push_back(&organization);
    }
  }
  for (OrganizationSamples* organization : worth_it) {
    const absl::Status sealed = sealer_->Seal(*organization);
    if (!sealed.ok()) spdlog::warn("not sealed: {}", std::string(sealed.message()));
  }
}

void SampleEngine::Append(journal::Transaction& transaction, const std::string& organization_name,
                          CheckedBatch& batch) {
  OrganizationSamples& organization = OrganizationOf(organization_name);
  std::vector<NewSeries> added;
  if (!batch.undecided.empty()) added = DecideSeries(transaction, organization, batch);
  if (batch.samples.size() == 0) return;
  for (const NewSeries& series : added) {
    const NumberKey key{organization_name, series.number};
    transaction.PutUnindexed(kSeries, key.Encode(), ToRecord(series).SerializeAsString());
  }
  const NumberKey key{organization_name, static_cast<uint64_t>(transaction.revision())};
  transaction.PutUnindexed(kBatches, key.Encode(), batch.record);
  StagedBatch staged{transaction.revision(), &organization, std::move(batch.samples)};
  transaction.OnKept([this, added = std::move(added), staged = std::move(staged)]() mutable {
    if (!added.empty()) {
      const std::unique_lock<FairSharedMutex> lock(staged.organization->mutex);
      for (const NewSeries& series : added) {
        staged.organization->index.Add(series.identity, series.kind);
      }
    }
    unsealed_ += staged.samples.size();
    staged_.push_back(std::move(staged));
    if (staged_.size() == 1) SetOldestStaged();
  });
}

std::vector<NewSeries> SampleEngine::DecideSeries(journal::Transaction& transaction,
                                                  OrganizationSamples& organization,
                                                  CheckedBatch& batch) {
  SeriesDecisions decisions = Decide(organization.index, batch.undecided, batch.series_max);
  ApplyNumbers(decisions.numbers, batch);
  batch.record = EncodeColumns(batch.samples);
  transaction.OnKept(
      [undecided = std::move(batch.undecided), numbers = std::move(decisions.numbers)] {
        for (size_t i = 0; i < undecided.size(); ++i) undecided[i]->Settle(numbers[i]);
      });
  return std::move(decisions.added);
}

void SampleEngine::OnDurable(int64_t revision) {
  if (staged_.empty() || staged_.front().revision > revision) return;
  while (!staged_.empty() && staged_.front().revision <= revision) {
    OrganizationSamples& organization = *staged_.front().organization;
    {
      const std::unique_lock<FairSharedMutex> lock(organization.mutex);
      // Neighbouring batches of one organization under one lock.
      while (!staged_.empty() && staged_.front().revision <= revision &&
             staged_.front().organization == &organization) {
        AddToHeads(organization, staged_.front().revision, staged_.front().samples);
        staged_.pop_front();
      }
      SealIfDue(organization);
    }
  }
  SetOldestStaged();
}

void SampleEngine::AddToHeads(OrganizationSamples& organization, int64_t revision,
                              const SampleColumns& samples) {
  if (organization.heads.size() < organization.index.size()) {
    organization.heads.resize(organization.index.size());
  }
  if (organization.head_samples == 0) organization.unsealed_since = clock_.Now();
  organization.head_samples += samples.size();
  organization.applied_revision = revision;
  Metric* metric = nullptr;
  for (size_t i = 0; i < samples.size(); ++i) {
    const auto number = static_cast<uint32_t>(samples.series[i]);
    organization.heads[number].Append({samples.times_us[i], samples.values[i]});
    Metric& of = organization.index.MetricOf(number);
    if (&of != metric) {
      metric = &of;
      metric->changed_revision = revision;
    }
    metric->newest_us = std::max(metric->newest_us, samples.times_us[i]);
  }
}

void SampleEngine::SealIfDue(OrganizationSamples& organization) {
  const size_t enough =
      std::min(std::max(options_.seal_min, options_.seal_per_series * organization.index.size()),
               options_.seal_max);
  const bool full = organization.head_samples >= enough || unsealed_ >= options_.unsealed_max / 2;
  const bool old = clock_.Now() - organization.unsealed_since >= options_.seal_age;
  if (full || old) sealer_->Request(organization);
}

void SampleEngine::OnSealed(size_t samples) {
  unsealed_ -= samples;
  std::vector<std::function<void()>> waiters;
  {
    base::MutexLock lock(mutex_);
    if (HasRoom()) waiters.swap(room_waiters_);
  }
  for (const auto& room : waiters) room();
}

void SampleEngine::WhenRoom(std::function<void()> room) {
  {
    base::MutexLock lock(mutex_);
    if (!HasRoom()) {
      room_waiters_.push_back(std::move(room));
      return;
    }
  }
  room();
}

void SampleEngine::SetOldestStaged() {
  base::MutexLock lock(mutex_);
  oldest_staged_ = staged_.empty() ? kNone : staged_.front().revision;
  applied_.NotifyAll();
}

void SampleEngine::AwaitApplied(int64_t revision) const {
  // A durable batch is applied right after, by the lane.
  base::MutexLock lock(mutex_);
  while (oldest_staged_ <= revision) applied_.Wait(mutex_);
}

absl::StatusOr<CapturedSamples> SampleEngine::Capture(
    const std::string& organization_name, int64_t revision,
    absl::Span<const SampleSelection> selections) const {
  AwaitApplied(revision);
  CapturedSamples captured;
  captured.metrics.resize(selections.size());
  const OrganizationSamples* organization = FindOrganization(organization_name);
  if (organization == nullptr) return captured;
  const std::shared_lock<FairSharedMutex> lock(organization->mutex);
  // Under the lock, so that the heads and the chunks are of one moment: what is being sealed is
  // read from the heads as long as this state of the database does not show it sealed.
  if (!organization->sealed.empty() || organization->sealing != nullptr) {
    OKAPI_ASSIGN_OR_RETURN(captured.view, journal_.Read());
    OKAPI_ASSIGN_OR_RETURN(captured.chunks,
                           ChunkReader::Create(*captured.view.reader, organization_name));
  }
  const bool with_sealing = organization->sealing != nullptr &&
                            captured.chunks->sealed_revision() < organization->sealing_revision;
  for (size_t i = 0; i < selections.size(); ++i) {
    captured.metrics[i] = CaptureMetric(*organization, selections[i], with_sealing);
  }
  return captured;
}

NewestSamples SampleEngine::Newest(const std::string& organization_name, int64_t revision,
                                   absl::Span<const std::string> metrics) const {
  AwaitApplied(revision);
  NewestSamples newest;
  const OrganizationSamples* organization = FindOrganization(organization_name);
  if (organization == nullptr) return newest;
  const std::shared_lock<FairSharedMutex> lock(organization->mutex);
  for (const std::string& name : metrics) {
    const Metric* metric = name.empty() ? nullptr : organization->index.FindMetric(name);
    if (metric == nullptr) continue;
    newest.revision = std::max(newest.revision, metric->changed_revision);
    newest.time_us = std::max(newest.time_us, metric->newest_us);
  }
  return newest;
}

void SampleEngine::LookAtSeries(const std::string& organization_name, int64_t revision,
                                absl::FunctionRef<void(const SeriesIndex&)> look) const {
  AwaitApplied(revision);
  const OrganizationSamples* organization = FindOrganization(organization_name);
  if (organization == nullptr) return;
  const std::shared_lock<FairSharedMutex> lock(organization->mutex);
  look(organization->index);
}

bool SampleEngine::Knows(const std::string& organization_name, const SeriesIdentity& series) const {
  const OrganizationSamples* organization = FindOrganization(organization_name);
  if (organization == nullptr) return false;
  const std::shared_lock<FairSharedMutex> lock(organization->mutex);
  return organization->index.Find(series).has_value();
}

absl::Status SampleEngine::Seal(const std::string& organization) {
  AwaitApplied(journal_.revision());
  return sealer_->Seal(OrganizationOf(organization));
}

absl::StatusOr<int64_t> SampleEngine::Delete(const std::string& organization,
                                             const SampleDeletion& deletion) {
  // From chunks only: so there is one way, and a deletion is as durable as a seal.
  OKAPI_RETURN_IF_ERROR(Seal(organization));
  return DeleteSealed(organization, deletion);
}

absl::StatusOr<int64_t> SampleEngine::Drop(const std::string& organization,
                                           const std::string& metric, int64_t before_us) {
  SampleDeletion deletion;
  deletion.metric = metric;
  deletion.begin_us = std::numeric_limits<int64_t>::min();
  deletion.end_us = before_us;
  deletion.whole_chunks_only = true;
  return DeleteSealed(organization, deletion);
}

absl::StatusOr<int64_t> SampleEngine::DeleteSealed(const std::string& organization,
                                                   const SampleDeletion& deletion) {
  int64_t deleted = 0;
  OKAPI_RETURN_IF_ERROR(sealer_->Run([&](ChunkJournal& journal) -> absl::Status {
    OKAPI_ASSIGN_OR_RETURN(deleted,
                           DeleteFromChunks(journal, OrganizationOf(organization), deletion));
    return absl::OkStatus();
  }));
  return deleted;
}

OrganizationSamples& SampleEngine::OrganizationOf(const std::string& name) {
  base::MutexLock lock(mutex_);
  return organizations_.try_emplace(name, name).first->second;
}

const OrganizationSamples* SampleEngine::FindOrganization(const std::string& name) const {
  base::MutexLock lock(mutex_);
  const auto it = organizations_.find(name);
  return it == organizations_.end() ? nullptr : &it->second;
}

}  // namespace okapi::metrics
