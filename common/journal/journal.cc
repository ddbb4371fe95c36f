#include "common/journal/journal.h"

#include <utility>

#include "common/base/mutex.h"
#include "common/journal/change_log.h"
#include "common/journal/lane.h"
#include "common/status/status_macros.h"

namespace okapi::journal {

struct Journal::Impl {
  Impl(storage::Database& the_database, const base::Clock& clock, const JournalOptions& options,
       okapi::storage::v1::JournalRecord state)
      : database(the_database), lane(the_database, clock, options, std::move(state)) {}

  storage::Database& database;
  Lane lane;
};

std::vector<storage::Family> Journal::Families() { return {kChanges, kJournal}; }

absl::StatusOr<std::unique_ptr<Journal>> Journal::Open(storage::Database& database,
                                                       const base::Clock& clock,
                                                       JournalOptions options) {
  OKAPI_ASSIGN_OR_RETURN(auto state, ReadState(*database.Snapshot()));
  return std::unique_ptr<Journal>(
      new Journal(std::make_unique<Impl>(database, clock, options, std::move(state))));
}

Journal::Journal(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Journal::~Journal() = default;

void Journal::Stop() { impl_->lane.Stop(); }

void Journal::Submit(Origin origin, Body body, Done done) {
  impl_->lane.Submit({std::move(origin), std::move(body), std::move(done)});
}

absl::StatusOr<int64_t> Journal::Commit(Origin origin, Body body) {
  base::Mutex mutex;
  base::CondVar answered;
  std::optional<absl::StatusOr<int64_t>> result;
  Submit(std::move(origin), std::move(body), [&](absl::StatusOr<int64_t> revision) {
    base::MutexLock lock(mutex);
    result = std::move(revision);
    answered
        .NotifyOne();  // Under the lock: the waiter owns the condition and may be gone right after.
  });
  base::MutexLock lock(mutex);
  while (!result.has_value()) answered.Wait(mutex);
  return *std::move(result);
}

int64_t Journal::revision() const { return impl_->lane.revision(); }

absl::StatusOr<View> Journal::Read() const {
  View view;
  view.reader = impl_->database.Snapshot();
  OKAPI_ASSIGN_OR_RETURN(const auto state, ReadState(*view.reader));
  view.revision = state.revision();
  view.time = absl::FromUnixMicros(state.time_us());
  return view;
}

absl::StatusOr<std::vector<okapi::common::v1::ChangeRecord>> Journal::ReadChanges(
    int64_t after, size_t limit) const {
  return journal::ReadChanges(*impl_->database.Snapshot(), after, limit);
}

absl::Status Journal::TrimThrough(int64_t revision) {
  Origin origin;
  origin.method = "journal/trim";
  return Commit(std::move(origin),
                [this, revision](Transaction& transaction) {
                  return impl_->lane.Trim(transaction, revision);
                })
      .status();
}

std::shared_ptr<void> Journal::Listen(Listener listener) {
  return impl_->lane.Listen(std::move(listener));
}

absl::Status Journal::Health() const { return impl_->lane.Health(); }

}  // namespace okapi::journal
