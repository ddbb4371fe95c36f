#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "okapi/common/v1/change.pb.h"

namespace okapi::journal {

// Links a record to the one before: sets `previous_hash` and `hash`, the SHA-256 over the record
// serialized without its hash.
void Link(absl::string_view previous_hash, okapi::common::v1::ChangeRecord& record);

// Whether no record was edited, removed, added or moved. DATA_LOSS naming the first revision that
// does not fit. The first record is taken to follow `previous_hash`; pass the empty string for the
// beginning of a journal, or what is known of the record before.
absl::Status VerifyChain(absl::string_view previous_hash,
                         absl::Span<const okapi::common::v1::ChangeRecord> records);

}  // namespace okapi::journal
