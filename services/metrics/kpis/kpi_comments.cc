#include "services/metrics/kpis/kpi_comments.h"

#include "absl/strings/str_cat.h"
#include "common/api/clock_tolerance.h"
#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"

namespace okapi::metrics {

using okapi::metrics::v1::KpiComment;

absl::Status CheckKpiComment(const calendar::Calendar& calendar, absl::Time now,
                             const KpiComment* before, KpiComment& after) {
  status::FieldViolations violations;
  if (!after.author().empty() &&
      api::OrganizationOf(after.author()) != api::OrganizationOf(after.name())) {
    violations.Add("kpi_comment.author",
                   absl::StrCat("'", after.author(), "' belongs to another organization"));
  }
  // What was said of a period stays, also when the calendar is cut in another way.
  const bool kept = before != nullptr && before->period() == after.period();
  if (!after.period().empty() && !kept && !calendar.ParsePeriod(after.period()).ok()) {
    violations.Add("kpi_comment.period",
                   "is no period of the organization's calendar, such as `2025-03`");
  }
  if (!after.has_comment_time()) {
    *after.mutable_comment_time() =
        before == nullptr ? api::ToTimestamp(now) : before->comment_time();
  }
  if (api::FromTimestamp(after.comment_time()) > now + api::kClockTolerance) {
    violations.Add("kpi_comment.comment_time", "must not be in the future");
  }
  return violations.ToStatus();
}

}  // namespace okapi::metrics
