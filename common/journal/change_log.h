#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/storage/reader.h"
#include "okapi/common/v1/change.pb.h"
#include "okapi/storage/v1/records.pb.h"

// How the journal lies in its database. Names and keys are on disk for ever.
namespace okapi::journal {

// revision -> ChangeRecord.
inline constexpr storage::Family kChanges{"changes"};
// One key, "state" -> JournalRecord.
inline constexpr storage::Family kJournal{"journal"};
inline constexpr char kStateKey[] = "state";

std::string ChangeKey(int64_t revision);

// Where the journal has come to; all zero for an empty one.
absl::StatusOr<okapi::storage::v1::JournalRecord> ReadState(const storage::Reader& reader);

// Up to `limit` records after the revision; see Journal::ReadChanges.
absl::StatusOr<std::vector<okapi::common::v1::ChangeRecord>> ReadChanges(
    const storage::Reader& reader, int64_t after, size_t limit);

// Calls `visit` with the revision and the bytes of every record after the revision, in order, while
// it returns true. Errors are those of Journal::ReadChanges.
absl::Status VisitChanges(const storage::Reader& reader, int64_t after,
                          absl::FunctionRef<bool(int64_t revision, absl::string_view bytes)> visit);

// The newest revision that was written at `time` or before; 0 when there was none yet. OUT_OF_RANGE
// / REVISION_TRIMMED when the changes since are not kept any more.
absl::StatusOr<int64_t> RevisionAt(const storage::Reader& reader, absl::Time time);

// The organization of a change record, without parsing the rest of it; empty when it has none.
std::string OrganizationOfRecord(absl::string_view bytes);

// Keys of at most `limit` records with revisions in (after, through].
absl::StatusOr<std::vector<std::string>> ChangeKeysBetween(const storage::Reader& reader,
                                                           int64_t after, int64_t through,
                                                           size_t limit);

// The revision in a key of ChangeKeysBetween.
int64_t RevisionOfKey(absl::string_view key);

}  // namespace okapi::journal
