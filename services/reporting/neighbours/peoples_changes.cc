#include "services/reporting/neighbours/peoples_changes.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"

namespace okapi::reporting {

using google::protobuf::RepeatedPtrField;
using okapi::common::v1::ChangeRecord;
using okapi::common::v1::Head;

void AddPeoplesChanges(RepeatedPtrField<ChangeRecord>& records, int64_t last_revision,
                       PeoplesChanges& changes) {
  for (ChangeRecord& record : records) {
    if (record.revision() > last_revision) return;
    if (record.changes().empty() || absl::StartsWith(record.actor(), "services/")) continue;
    changes.records.push_back(std::move(record));
  }
}

absl::Status NotKept(const Head& then) {
  if (then.trimmed_revision() == 0 || then.revision() > then.trimmed_revision()) {
    return absl::OkStatus();
  }
  return absl::OutOfRangeError(absl::StrCat("changes up to revision ", then.trimmed_revision(),
                                            " are not kept any more, and some of them may have "
                                            "been made between these times"));
}

absl::Status TooManyChanges(const PeoplesChanges& changes) {
  const absl::Time last = api::FromTimestamp(changes.records.back().commit_time());
  return absl::OutOfRangeError(absl::StrCat(
      "there are too many changes between these times; after the first ", changes.records.size(),
      ", up to ", absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", last, absl::UTCTimeZone()),
      ", no more were read"));
}

}  // namespace okapi::reporting
