#include "services/metrics/kpis/kpi_comments.h"

#include "absl/strings/str_cat.h"
#include "common/api/clock_tolerance.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "services/metrics/kpis/authors.h"

namespace okapi::metrics {

using okapi::metrics::v1::KpiComment;

namespace {

// One a week for nearly twenty years; reports read and show them all.
constexpr int kCommentsMax = 1000;

}  // namespace

absl::Status CheckKpiComment(const calendar::Calendar& calendar, absl::Time now,
                             const KpiComment* before, KpiComment& after) {
  status::FieldViolations violations;
  CheckAuthor(after.author(), after.name(), "kpi_comment.author", violations);
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

absl::Status CheckRoomForComment(const std::string& kpi, int count) {
  if (count < kCommentsMax) return absl::OkStatus();
  return status::Error(
      absl::StatusCode::kResourceExhausted, status::ErrorReason::LIMIT_EXCEEDED,
      absl::StrCat("'", kpi, "' has ", count, " comments, which is the most; delete one first"),
      {{"resource", kpi}, {"count", absl::StrCat(count)}, {"limit", absl::StrCat(kCommentsMax)}});
}

bool Touches(const KpiComment& comment, const calendar::Calendar& calendar, absl::Time start,
             absl::Time end) {
  const absl::Time said = api::FromTimestamp(comment.comment_time());
  if (start <= said && said < end) return true;
  if (comment.period().empty()) return false;
  // A period of a calendar that has been replaced is none any more.
  const auto period = calendar.ParsePeriod(comment.period());
  return period.ok() && period->start < end && start < period->end;
}

}  // namespace okapi::metrics
