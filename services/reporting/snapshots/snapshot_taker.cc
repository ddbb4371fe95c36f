#include "services/reporting/snapshots/snapshot_taker.h"

#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/api/stable_bytes.h"
#include "common/api/timestamp.h"
#include "common/base/sha256.h"
#include "common/calendar/calendar.h"
#include "common/rpc/retry.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/reading/report_questions.h"
#include "services/reporting/reports/report_time.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::Report;
using okapi::reporting::v1::ReportQuestion;
using okapi::reporting::v1::Snapshot;
using okapi::reporting::v1::Source;

constexpr int kQuestionsMax = 20;
// A year back, and the same period a year ago.
constexpr int kPeriodsDefault = 13;

absl::Status Away(const std::string& service, const std::string& problem) {
  return status::Error(absl::StatusCode::kUnavailable, status::ErrorReason::NEIGHBOUR_UNAVAILABLE,
                       absl::StrCat("nothing is frozen or compared, because ", service,
                                    " cannot be asked: ", problem),
                       {{"service", service}});
}

template <typename Sources>
absl::Status CheckFresh(const Sources& sources) {
  for (const Source& source : sources) {
    if (source.stale()) return Away(source.service(), source.problem());
  }
  return absl::OkStatus();
}

// The scorecard and the combined report of the company.
void AddDefaults(const std::string& organization, const calendar::Period& period,
                 Snapshot& snapshot) {
  auto& scorecard = *snapshot.add_questions()->mutable_scorecard();
  scorecard.set_name(organization);
  scorecard.set_period_type(period.type);
  scorecard.set_period_count(kPeriodsDefault);
  scorecard.set_breakdown(true);
  scorecard.set_details(true);
  auto& combined = *snapshot.add_questions()->mutable_combined_report();
  combined.set_name(organization);
  combined.set_period_type(period.type);
}

void SetTime(const google::protobuf::Timestamp& as_of, ReportQuestion& question) {
  auto set = [&as_of](auto& request) {
    if (!request.has_as_of_time()) *request.mutable_as_of_time() = as_of;
  };
  if (question.has_scorecard()) set(*question.mutable_scorecard());
  if (question.has_kpi_report()) set(*question.mutable_kpi_report());
  if (question.has_okr_report()) set(*question.mutable_okr_report());
  if (question.has_alignment_report()) set(*question.mutable_alignment_report());
  if (question.has_combined_report()) set(*question.mutable_combined_report());
  if (question.has_review_pack() && !question.review_pack().has_end_time()) {
    *question.mutable_review_pack()->mutable_end_time() = as_of;
  }
}

absl::StatusOr<absl::Time> TimeOf(const KpiDefinitions& definitions,
                                  const std::string& organization, absl::Time now,
                                  Snapshot& snapshot) {
  if (snapshot.period().empty()) return now;
  OKAPI_ASSIGN_OR_RETURN(const auto calendar,
                         calendar::Calendar::Create(definitions.settings.value.calendar()));
  const auto period = calendar.ParsePeriod(snapshot.period());
  if (!period.ok()) {
    return status::InvalidField("snapshot.period", NoSuchPeriod(calendar, now));
  }
  if (period->end > now) {
    return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
                         absl::StrCat("the period ", period->id, " is not over"),
                         {{"resource", organization}, {"state", "OPEN"}});
  }
  if (snapshot.questions().empty()) AddDefaults(organization, *period, snapshot);
  return period->end - absl::Microseconds(1);
}

std::string DigestOf(const Snapshot& snapshot) {
  Snapshot seen;
  *seen.mutable_reports() = snapshot.reports();
  *seen.mutable_kpis() = snapshot.kpis();
  return absl::BytesToHexString(base::Sha256(api::StableBytes(seen)));
}

}  // namespace

absl::Status CheckFresh(const Report& report) {
  switch (report.report_case()) {
    case Report::kScorecard:
      return CheckFresh(report.scorecard().sources());
    case Report::kOkrReport:
      return CheckFresh(report.okr_report().sources());
    case Report::kKpiReport:
      return CheckFresh(report.kpi_report().sources());
    case Report::kAlignmentReport:
      return CheckFresh(report.alignment_report().sources());
    case Report::kCombinedReport:
      OKAPI_RETURN_IF_ERROR(CheckFresh(report.combined_report().scorecard().sources()));
      return CheckFresh(report.combined_report().okr_report().sources());
    case Report::kReviewPack:
      return CheckFresh(report.review_pack().sources());
    case Report::REPORT_NOT_SET:
      break;
  }
  return absl::OkStatus();
}

absl::StatusOr<Snapshot> TakeSnapshot(const Neighbours& neighbours, const ReportingStore& store,
                                      const std::string& organization, Snapshot snapshot) {
  const absl::Time now = neighbours.runtime.clock.Now();
  KpiDefinitions definitions = neighbours.metrics.ReadDefinitions(organization);
  const absl::Status problem = definitions.Problem();
  if (!problem.ok()) {
    return rpc::MayPass(problem) ? Away("metrics", std::string(problem.message())) : problem;
  }
  OKAPI_ASSIGN_OR_RETURN(const absl::Time as_of, TimeOf(definitions, organization, now, snapshot));
  if (snapshot.questions().empty() || snapshot.questions_size() > kQuestionsMax) {
    return status::InvalidField(
        "snapshot.questions",
        absl::StrCat("must be 1 to ", kQuestionsMax, ", or `period` must say what to close"));
  }
  *snapshot.mutable_as_of_time() = api::ToTimestamp(as_of);
  // Asked first: what is read afterwards is at least as new.
  const auto revision = neighbours.metrics.Revision(organization);
  if (!revision.ok()) return Away("metrics", std::string(revision.status().message()));
  snapshot.set_metrics_revision(*revision);
  const auto goals_revision = neighbours.goals.Revision(organization);
  snapshot.set_goals_revision(goals_revision.value_or(0));
  for (ReportQuestion& question : *snapshot.mutable_questions()) {
    SetTime(snapshot.as_of_time(), question);
    OKAPI_ASSIGN_OR_RETURN(Report report, ReadReport(neighbours, store, question));
    OKAPI_RETURN_IF_ERROR(CheckFresh(report));
    if (!goals_revision.ok() && !report.has_scorecard()) {
      return Away("goals", std::string(goals_revision.status().message()));
    }
    *snapshot.add_reports() = std::move(report);
  }
  *snapshot.mutable_kpis() = std::move(*definitions.kpis.value.mutable_kpis());
  snapshot.set_sha256(DigestOf(snapshot));
  return snapshot;
}

}  // namespace okapi::reporting
