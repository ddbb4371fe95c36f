#include "services/reporting/neighbours/peoples_changes.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace okapi::reporting {

using google::protobuf::RepeatedPtrField;
using okapi::common::v1::ChangeRecord;
using okapi::common::v1::Head;

void AddPeoplesChanges(RepeatedPtrField<ChangeRecord>& records, PeoplesChanges& changes) {
  for (ChangeRecord& record : records) {
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

absl::Status TooManyChanges() {
  return absl::OutOfRangeError(absl::StrCat("there are more than ", kPeoplesChangesMax,
                                            " changes since; later ones were not read"));
}

}  // namespace okapi::reporting
