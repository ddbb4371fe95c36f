#include "services/reporting/store/decision_rules.h"

#include <string>

#include "common/api/clock_tolerance.h"
#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/store/same_organization.h"

namespace okapi::reporting {

using okapi::reporting::v1::Decision;

absl::Status CheckDecision(const Decision* before, Decision& after, absl::Time now) {
  OKAPI_RETURN_IF_ERROR(CheckSameOrganization(after.name(), after.subject(), "decision.subject"));
  OKAPI_RETURN_IF_ERROR(CheckSameOrganization(after.name(), after.author(), "decision.author"));
  if (before != nullptr && before->subject() != after.subject()) {
    return status::InvalidField("decision.subject", "must not change: what it was decided on");
  }
  if (!after.has_decision_time()) *after.mutable_decision_time() = api::ToTimestamp(now);
  if (api::FromTimestamp(after.decision_time()) > now + api::kClockTolerance) {
    return status::InvalidField("decision.decision_time", "must not be in the future");
  }
  if (!after.has_review_date()) return absl::OkStatus();
  return calendar::CheckDate(after.review_date(), "decision.review_date");
}

}  // namespace okapi::reporting
