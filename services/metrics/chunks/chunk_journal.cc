#include "services/metrics/chunks/chunk_journal.h"

namespace okapi::metrics {
namespace {

constexpr absl::Duration kBusyWait = absl::Milliseconds(20);

}  // namespace

absl::Status ChunkJournal::Write(const std::string& organization,
                                 const std::function<void(journal::Transaction&)>& body) {
  journal::Origin origin;
  origin.actor = "services/metrics";
  origin.organization = organization;
  auto run = [&body](journal::Transaction& transaction) {
    body(transaction);
    return absl::OkStatus();
  };
  while (true) {
    const absl::Status status = journal_.Commit(origin, run).status();
    if (!absl::IsResourceExhausted(status)) return status;
    base::MutexLock lock(mutex_);
    if (stopped_) return status;
    wake_.WaitFor(mutex_, kBusyWait);
  }
}

void ChunkJournal::Stop() {
  base::MutexLock lock(mutex_);
  stopped_ = true;
  wake_.NotifyAll();
}

bool ChunkJournal::stopped() const {
  base::MutexLock lock(mutex_);
  return stopped_;
}

}  // namespace okapi::metrics
