#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/journal/journal.h"
#include "common/storage/database.h"

namespace okapi::journal {

// Writes that are tried one after the other, each on top of those before it, on a state of its own:
// the journal knows nothing of them, and nothing is ever kept. What a body wants to have done in
// memory (Transaction::OnKept) is not done. Not thread-safe.
class Rehearsal {
 public:
  // `clock` must outlive it.
  Rehearsal(View begin, const base::Clock& clock)
      : revision_(begin.revision),
        time_(begin.time),
        group_(storage::BeginDraft(std::move(begin.reader))),
        clock_(clock) {}

  // Runs a write as the lane would, and answers as Journal::Submit does. One that fails, or only
  // asks for checks, leaves nothing to those that come after it.
  absl::StatusOr<int64_t> Run(const Origin& origin, Journal::Body& body);

  // What is kept of the writes, in bytes.
  size_t bytes() const { return group_->bytes(); }

 private:
  int64_t revision_;
  absl::Time time_;
  const std::unique_ptr<storage::WriteGroup> group_;
  const base::Clock& clock_;
};

}  // namespace okapi::journal
