#include "common/journal/change_log.h"

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/key_codec.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace okapi::journal {
namespace {

using okapi::common::v1::ChangeRecord;
using okapi::storage::v1::JournalRecord;

absl::Status CheckRange(const JournalRecord& state, int64_t after) {
  if (after > state.revision() || after < 0) {
    return status::Error(
        absl::StatusCode::kOutOfRange, status::ErrorReason::REVISION_UNKNOWN,
        absl::StrCat("there is no revision ", after, "; the newest is ", state.revision()),
        {{"revision", absl::StrCat(state.revision())}});
  }
  if (after < state.trimmed_revision()) {
    return status::Error(absl::StatusCode::kOutOfRange, status::ErrorReason::REVISION_TRIMMED,
                         absl::StrCat("changes up to revision ", state.trimmed_revision(),
                                      " are not kept any more: list, then watch"),
                         {{"oldest_revision", absl::StrCat(state.trimmed_revision())}});
  }
  return absl::OkStatus();
}

}  // namespace

std::string ChangeKey(int64_t revision) {
  return storage::KeyWriter().U64(static_cast<uint64_t>(revision)).Finish();
}

int64_t RevisionOfKey(absl::string_view key) {
  uint64_t revision = 0;
  storage::KeyReader(key).U64(&revision);
  return static_cast<int64_t>(revision);
}

absl::StatusOr<JournalRecord> ReadState(const storage::Reader& reader) {
  OKAPI_ASSIGN_OR_RETURN(const auto bytes, reader.Find(kJournal, kStateKey));
  JournalRecord state;
  if (bytes.has_value() && !state.ParseFromString(*bytes)) {
    return status::Corrupt("the journal's state does not parse");
  }
  return state;
}

absl::Status VisitChanges(
    const storage::Reader& reader, int64_t after,
    absl::FunctionRef<bool(int64_t revision, absl::string_view bytes)> visit) {
  OKAPI_ASSIGN_OR_RETURN(const JournalRecord state, ReadState(reader));
  OKAPI_RETURN_IF_ERROR(CheckRange(state, after));
  return reader.Scan(kChanges, {ChangeKey(after + 1), ""},
                     [&](absl::string_view key, absl::string_view value) {
                       return visit(RevisionOfKey(key), value);
                     });
}

absl::StatusOr<std::vector<ChangeRecord>> ReadChanges(const storage::Reader& reader, int64_t after,
                                                      size_t limit) {
  std::vector<ChangeRecord> records;
  absl::Status parsed;
  OKAPI_RETURN_IF_ERROR(VisitChanges(reader, after, [&](int64_t revision, absl::string_view bytes) {
    if (records.size() == limit) return false;
    if (!records.emplace_back().ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      parsed = status::Corrupt(
          absl::StrCat("the change record of revision ", revision, " does not parse"));
    }
    return parsed.ok();
  }));
  OKAPI_RETURN_IF_ERROR(parsed);
  return records;
}

namespace {

absl::Time TimeOf(const ChangeRecord& record) {
  return absl::FromUnixSeconds(record.commit_time().seconds()) +
         absl::Nanoseconds(record.commit_time().nanos());
}

}  // namespace

absl::StatusOr<int64_t> RevisionAt(const storage::Reader& reader, absl::Time time) {
  OKAPI_ASSIGN_OR_RETURN(const JournalRecord state, ReadState(reader));
  // Times rise with revisions. Records after `low` are the first ones that may be too late, and
  // there is none that is not after `high`.
  int64_t low = state.trimmed_revision();
  int64_t high = state.revision();
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    OKAPI_ASSIGN_OR_RETURN(const auto next, ReadChanges(reader, middle, 1));
    if (next.empty() || TimeOf(next[0]) > time) {
      high = middle;
    } else {
      low = next[0].revision();
    }
  }
  if (low > 0 && low == state.trimmed_revision()) {
    return status::Error(
        absl::StatusCode::kOutOfRange, status::ErrorReason::REVISION_TRIMMED,
        absl::StrCat("changes up to revision ", low, " are not kept any more, and that was after ",
                     absl::FormatTime(time, absl::UTCTimeZone())),
        {{"oldest_revision", absl::StrCat(low)}});
  }
  return low;
}

std::string OrganizationOfRecord(absl::string_view bytes) {
  using google::protobuf::internal::WireFormatLite;
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                                            static_cast<int>(bytes.size()));
  std::string organization;
  while (const uint32_t tag = in.ReadTag()) {
    if (WireFormatLite::GetTagFieldNumber(tag) == ChangeRecord::kOrganizationFieldNumber) {
      WireFormatLite::ReadString(&in, &organization);
      break;
    }
    if (!WireFormatLite::SkipField(&in, tag)) break;
  }
  return organization;
}

absl::StatusOr<std::vector<std::string>> ChangeKeysBetween(const storage::Reader& reader,
                                                           int64_t after, int64_t through,
                                                           size_t limit) {
  std::vector<std::string> keys;
  OKAPI_RETURN_IF_ERROR(reader.Scan(kChanges, {ChangeKey(after + 1), ChangeKey(through + 1)},
                                    [&](absl::string_view key, absl::string_view) {
                                      if (keys.size() == limit) return false;
                                      keys.emplace_back(key);
                                      return true;
                                    }));
  return keys;
}

}  // namespace okapi::journal
