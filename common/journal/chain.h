#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "okapi/common/v1/change.pb.h"

namespace okapi::journal {

// The SHA-256 over the record serialized without its hash.
std::string HashOf(okapi::common::v1::ChangeRecord record);

// Links a record to the one before: sets `previous_hash` and `hash`. Returns the record's bytes,
// with `hash` at their end: records are large, and are serialized once.
std::string Link(absl::string_view previous_hash, okapi::common::v1::ChangeRecord& record);

// Verifies records as they come, in their order. DATA_LOSS names the first revision that does not
// fit: it, or what was before it, was edited, removed, added or moved.
class ChainCheck {
 public:
  // The first record is taken to follow `previous_hash`; pass the empty string for the beginning of
  // a journal, or what is known of the record before.
  explicit ChainCheck(absl::string_view previous_hash) : hash_(previous_hash) {}

  absl::Status Take(const okapi::common::v1::ChangeRecord& record);
  // The same of a record of which only this is known. That its content has this hash is for others
  // to verify; that nobody put it in or changed it later is not.
  absl::Status TakeWithheld(int64_t revision, absl::string_view previous_hash,
                            absl::string_view hash);

  // Of the last record taken.
  const std::string& hash() const { return hash_; }
  int64_t revision() const { return revision_; }

 private:
  std::string hash_;
  int64_t revision_ = 0;
};

// Whether no record was edited, removed, added or moved; see ChainCheck.
absl::Status VerifyChain(absl::string_view previous_hash,
                         absl::Span<const okapi::common::v1::ChangeRecord> records);

}  // namespace okapi::journal
