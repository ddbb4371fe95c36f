#include "services/reporting/store/snapshot_rules.h"

#include "absl/strings/str_cat.h"
#include "common/api/resource_id.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/reports/question_subject.h"
#include "services/reporting/store/same_organization.h"

namespace okapi::reporting {

using okapi::reporting::v1::Snapshot;

absl::Status CheckSnapshot(const Snapshot*, Snapshot& after) {
  OKAPI_RETURN_IF_ERROR(CheckSameOrganization(after.name(), after.author(), "snapshot.author"));
  for (int i = 0; i < after.questions_size(); ++i) {
    OKAPI_RETURN_IF_ERROR(CheckSameOrganization(after.name(), SubjectOf(after.questions(i)),
                                                absl::StrCat("snapshot.questions[", i, "]")));
  }
  if (after.display_name().empty()) {
    after.set_display_name(after.period().empty() ? api::IdOf(after.name()) : after.period());
  }
  return absl::OkStatus();
}

}  // namespace okapi::reporting
