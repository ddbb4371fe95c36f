#include "common/journal/rehearsal.h"

#include <algorithm>

namespace okapi::journal {

absl::StatusOr<int64_t> Rehearsal::Run(const Origin& origin, Journal::Body& body) {
  // As exact as the lane's times.
  const absl::Time time = std::max(time_, absl::FromUnixMicros(absl::ToUnixMicros(clock_.Now())));
  Transaction transaction(*group_, revision_ + 1, time);
  const size_t bytes_before = bytes();
  group_->Savepoint();
  const absl::Status status = body(transaction);
  if (!status.ok() || origin.validate_only) {
    group_->Rollback();
    if (!status.ok()) return status;
    return revision_;
  }
  group_->Release();
  time_ = time;
  const bool wrote = bytes() != bytes_before || transaction.record().changes_size() > 0;
  return wrote ? ++revision_ : revision_;
}

}  // namespace okapi::journal
