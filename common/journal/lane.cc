#include "common/journal/lane.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/journal/chain.h"
#include "common/journal/change_log.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace okapi::journal {
namespace {

// Old change records are removed this many at a time, so that trimming never holds up a group for
// long.
constexpr size_t kTrimmedPerGroupMax = 2048;

// The first two segments of a resource's name.
std::string OrganizationOf(absl::string_view name) {
  const size_t id = name.find('/') + 1;
  return std::string(name.substr(0, name.find('/', id)));
}

absl::Status Stopped() {
  return status::Error(absl::StatusCode::kUnavailable, status::ErrorReason::SHUTTING_DOWN,
                       "the service is stopping");
}

}  // namespace

Lane::Lane(storage::Database& database, const base::Clock& clock, const JournalOptions& options,
           okapi::storage::v1::JournalRecord state)
    : database_(database),
      clock_(clock),
      options_(options),
      state_(std::move(state)),
      durable_revision_(state_.revision()),
      thread_([this] { Run(); }) {}

void Lane::Submit(Write write) {
  absl::Status refusal;
  {
    base::MutexLock lock(mutex_);
    if (!health_.ok()) {
      refusal = health_;
    } else if (stopped_) {
      refusal = Stopped();
    } else if (queue_.size() >= options_.queue_max) {
      refusal = status::Overloaded("too many writes are waiting", absl::Milliseconds(200));
    } else {
      queue_.push_back(std::move(write));
      ready_.NotifyOne();
      return;
    }
  }
  write.done(refusal);
}

void Lane::Stop() {
  {
    base::MutexLock lock(mutex_);
    stopped_ = true;
    ready_.NotifyOne();
  }
  if (thread_.joinable()) thread_.join();
}

int64_t Lane::revision() const {
  base::MutexLock lock(mutex_);
  return durable_revision_;
}

absl::Status Lane::Health() const {
  {
    base::MutexLock lock(mutex_);
    if (!health_.ok()) return health_;
  }
  return database_.Health();
}

void Lane::Run() {
  for (std::deque<Write> writes = Take(); !writes.empty(); writes = Take()) {
    while (!writes.empty()) RunGroup(writes);
  }
}

std::deque<Lane::Write> Lane::Take() {
  base::MutexLock lock(mutex_);
  while (queue_.empty() && !stopped_) ready_.Wait(mutex_);
  std::deque<Write> writes;
  writes.swap(queue_);
  return writes;
}

void Lane::RunGroup(std::deque<Write>& writes) {
  if (absl::Status health = Health(); !health.ok()) {
    for (Write& write : writes) write.done(health);
    writes.clear();
    return;
  }
  const int64_t before = state_.revision();
  const auto group = database_.BeginGroup();
  std::vector<Outcome> outcomes;
  while (!writes.empty() && outcomes.size() < options_.group_writes_max &&
         group->bytes() < options_.group_bytes_max) {
    Write write = std::move(writes.front());
    writes.pop_front();
    absl::StatusOr<int64_t> result = RunOne(*group, write);
    outcomes.push_back({std::move(write.done), std::move(result)});
  }
  const bool changed = state_.revision() != before;
  const absl::Status status = changed ? Commit(*group) : absl::OkStatus();
  for (Outcome& outcome : outcomes) {
    // A write that failed on its own keeps its own error.
    outcome.done(!status.ok() && outcome.result.ok() ? status : std::move(outcome.result));
  }
  if (changed && status.ok()) Tell(state_.revision());
}

absl::StatusOr<int64_t> Lane::RunOne(storage::WriteGroup& group, Write& write) {
  const int64_t now_us = absl::ToUnixMicros(clock_.Now());
  const int64_t time_us = std::max(now_us, state_.time_us());
  Transaction transaction(group, state_.revision() + 1, absl::FromUnixMicros(time_us));
  const size_t bytes_before = group.bytes();
  group.Savepoint();
  const absl::Status status = write.body(transaction);
  if (!status.ok() || write.origin.validate_only) {
    group.Rollback();
    if (!status.ok()) return status;
    return state_.revision();
  }
  const bool wrote = group.bytes() != bytes_before || transaction.record().changes_size() > 0;
  if (wrote) {
    state_.set_revision(transaction.revision());
    state_.set_time_us(time_us);
    Record(group, write.origin, transaction);
  }
  group.Release();
  transaction.RunEffects();
  return state_.revision();
}

void Lane::Record(storage::WriteGroup& group, const Origin& origin, Transaction& transaction) {
  if (transaction.record().changes_size() == 0) return;
  okapi::common::v1::ChangeRecord record = transaction.TakeRecord();
  record.set_revision(transaction.revision());
  const int64_t time_us = absl::ToUnixMicros(transaction.time());
  record.mutable_commit_time()->set_seconds(time_us / 1'000'000);
  record.mutable_commit_time()->set_nanos(static_cast<int32_t>(time_us % 1'000'000 * 1000));
  record.set_actor(origin.actor);
  record.set_request_id(origin.request_id);
  record.set_method(origin.method);
  record.set_organization(origin.organization.empty() ? OrganizationOf(record.changes(0).name())
                                                      : origin.organization);
  std::string bytes = Link(state_.last_hash(), record);
  state_.set_last_hash(record.hash());
  group.PutUnindexed(kChanges, ChangeKey(record.revision()), std::move(bytes));
  state_.set_change_count(state_.change_count() + 1);
}

absl::Status Lane::Trim(Transaction& transaction, int64_t through) {
  through = std::min(through, transaction.revision() - 1);
  OKAPI_ASSIGN_OR_RETURN(const auto keys, ChangeKeysBetween(transaction, state_.trimmed_revision(),
                                                            through, SIZE_MAX));
  for (const std::string& key : keys) transaction.Delete(kChanges, key);
  state_.set_change_count(state_.change_count() - static_cast<int64_t>(keys.size()));
  state_.set_trimmed_revision(std::max(state_.trimmed_revision(), through));
  return absl::OkStatus();
}

absl::Status Lane::TrimOldest(storage::WriteGroup& group) {
  // Records, not revisions: most writes of metrics are samples and have none.
  const int64_t surplus = state_.change_count() - options_.changes_kept;
  if (options_.changes_kept == 0 || surplus <= 0) return absl::OkStatus();
  const size_t limit = std::min(static_cast<size_t>(surplus), kTrimmedPerGroupMax);
  OKAPI_ASSIGN_OR_RETURN(const auto keys, ChangeKeysBetween(group, state_.trimmed_revision(),
                                                            state_.revision(), limit));
  if (keys.empty()) return absl::OkStatus();
  for (const std::string& key : keys) group.Delete(kChanges, key);
  state_.set_change_count(state_.change_count() - static_cast<int64_t>(keys.size()));
  state_.set_trimmed_revision(RevisionOfKey(keys.back()));
  return absl::OkStatus();
}

absl::Status Lane::Commit(storage::WriteGroup& group) {
  absl::Status status = TrimOldest(group);
  if (status.ok()) {
    group.PutUnindexed(kJournal, kStateKey, state_.SerializeAsString());
    status = database_.Write(group);
  }
  if (!status.ok()) {
    Fail(status);
    return status;
  }
  base::MutexLock lock(mutex_);
  durable_revision_ = state_.revision();
  return absl::OkStatus();
}

// What the lane holds in memory is now ahead of the disk: nothing may be built on it any more.
void Lane::Fail(const absl::Status& status) {
  base::MutexLock lock(mutex_);
  health_ = status::Error(
      absl::StatusCode::kUnavailable, status::ErrorReason::STORAGE_UNAVAILABLE,
      absl::StrCat("the storage failed, no more writes until a restart: ", status.message()));
}

void Lane::Tell(int64_t revision) {
  base::MutexLock lock(listeners_mutex_);
  for (const auto& [id, listener] : listeners_) listener(revision);
}

std::shared_ptr<void> Lane::Listen(Journal::Listener listener) {
  base::MutexLock lock(listeners_mutex_);
  const int64_t id = next_listener_++;
  listeners_.emplace(id, std::move(listener));
  // Listeners run under the mutex, so whoever erases one waits for its call.
  return std::shared_ptr<void>(this, [this, id](void*) {
    base::MutexLock erase_lock(listeners_mutex_);
    listeners_.erase(id);
  });
}

}  // namespace okapi::journal
