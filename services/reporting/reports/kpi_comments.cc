#include "services/reporting/reports/kpi_comments.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::KpiComment;
using okapi::reporting::v1::KpiReport;

// The time that the comment is about. A period of a calendar that has been replaced is none any
// more, and what was said about it belongs to when it was said.
std::pair<absl::Time, absl::Time> SpanOf(const KpiComment& comment,
                                         const calendar::Calendar& calendar) {
  if (!comment.period().empty()) {
    const auto period = calendar.ParsePeriod(comment.period());
    if (period.ok()) return {period->start, period->end};
  }
  const absl::Time said = api::FromTimestamp(comment.comment_time());
  return {said, said + absl::Microseconds(1)};
}

}  // namespace

KpiCommentsQuestion CommentsQuestion(const ScorecardQuery& query, const ScorecardPlan& plan,
                                     const std::string& kpi) {
  KpiCommentsQuestion question;
  question.request.set_parent(kpi);
  if (plan.periods.size() > 1) {
    *question.request.mutable_start_time() = plan.periods[1].start_time();
    *question.request.mutable_end_time() = plan.periods.back().end_time();
  }
  question.key =
      AnswerKey{query.organization, "ListKpiComments", absl::StrCat(kpi, "|", query.Key())};
  return question;
}

void AddComments(const KpiComments& comments, const calendar::Calendar& calendar,
                 KpiReport& report) {
  if (report.periods().empty()) return;
  const absl::Time first = api::FromTimestamp(report.periods().begin()->start_time());
  const absl::Time last = api::FromTimestamp(report.periods().rbegin()->end_time());
  for (const KpiComment& comment : comments.value.kpi_comments()) {
    const auto [start, end] = SpanOf(comment, calendar);
    if (start < last && first < end) *report.add_comments() = comment;
  }
  std::stable_sort(report.mutable_comments()->begin(), report.mutable_comments()->end(),
                   [](const KpiComment& a, const KpiComment& b) {
                     return api::FromTimestamp(a.comment_time()) <
                            api::FromTimestamp(b.comment_time());
                   });
}

}  // namespace okapi::reporting
