#include "services/reporting/reading/report_questions.h"

#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/reporting/reading/report_reader.h"
#include "services/reporting/reading/review_reader.h"
#include "services/reporting/reading/subject_privacy.h"
#include "services/reporting/reports/decision_log.h"
#include "services/reporting/reports/okr_report.h"
#include "services/reporting/reports/question_subject.h"
#include "services/reporting/reports/scorecard_plan.h"

namespace okapi::reporting {

using okapi::reporting::v1::Report;
using okapi::reporting::v1::ReportQuestion;

namespace {

// Goals may be asked which of them are hidden: not for reports that have none.
absl::StatusOr<DecisionLog> DecisionsFor(const Neighbours& neighbours, const ReportingStore& store,
                                         const ReportQuestion& question) {
  OKAPI_ASSIGN_OR_RETURN(journal::View view, neighbours.runtime.journal.Read());
  const storage::VeiledReader shown(std::move(view.reader), ReportVeil(neighbours, store));
  return store.DecisionsOf(shown, api::OrganizationOf(SubjectOf(question)));
}

}  // namespace

absl::StatusOr<Report> ReadReport(const Neighbours& neighbours, const ReportingStore& store,
                                  const ReportQuestion& question) {
  Report report;
  switch (question.question_case()) {
    case ReportQuestion::kScorecard: {
      OKAPI_ASSIGN_OR_RETURN(ScorecardQuery query,
                             ScorecardQuery::Parse(question.scorecard(), "question.scorecard."));
      query.known_etag.clear();
      OKAPI_ASSIGN_OR_RETURN(*report.mutable_scorecard(), ReadScorecard(neighbours, query));
      return report;
    }
    case ReportQuestion::kOkrReport: {
      OKAPI_RETURN_IF_ERROR(CheckOkrReportRequest(question.okr_report(), "question.okr_report."));
      OKAPI_ASSIGN_OR_RETURN(*report.mutable_okr_report(),
                             ReadOkrReport(neighbours, question.okr_report()));
      return report;
    }
    case ReportQuestion::kKpiReport: {
      OKAPI_ASSIGN_OR_RETURN(const DecisionLog decisions,
                             DecisionsFor(neighbours, store, question));
      OKAPI_ASSIGN_OR_RETURN(*report.mutable_kpi_report(),
                             ReadKpiReport(neighbours, decisions, question.kpi_report()));
      return report;
    }
    case ReportQuestion::kAlignmentReport: {
      OKAPI_ASSIGN_OR_RETURN(*report.mutable_alignment_report(),
                             ReadAlignmentReport(neighbours, question.alignment_report()));
      return report;
    }
    case ReportQuestion::kCombinedReport: {
      OKAPI_ASSIGN_OR_RETURN(const DecisionLog decisions,
                             DecisionsFor(neighbours, store, question));
      OKAPI_ASSIGN_OR_RETURN(*report.mutable_combined_report(),
                             ReadCombinedReport(neighbours, decisions, question.combined_report()));
      return report;
    }
    case ReportQuestion::kReviewPack: {
      OKAPI_ASSIGN_OR_RETURN(const DecisionLog decisions,
                             DecisionsFor(neighbours, store, question));
      OKAPI_ASSIGN_OR_RETURN(*report.mutable_review_pack(),
                             ReadReviewPack(neighbours, decisions, question.review_pack()));
      return report;
    }
    case ReportQuestion::QUESTION_NOT_SET:
      break;
  }
  return status::InvalidField("question", "is required: which report is asked for");
}

}  // namespace okapi::reporting
