#include "services/reporting/reports/question_subject.h"

namespace okapi::reporting {

using okapi::reporting::v1::ReportQuestion;

std::string SubjectOf(const ReportQuestion& question) {
  switch (question.question_case()) {
    case ReportQuestion::kScorecard:
      return question.scorecard().name();
    case ReportQuestion::kOkrReport:
      return question.okr_report().name();
    case ReportQuestion::kKpiReport:
      return question.kpi_report().name();
    case ReportQuestion::kAlignmentReport:
      return question.alignment_report().name();
    case ReportQuestion::kCombinedReport:
      return question.combined_report().name();
    case ReportQuestion::kReviewPack:
      return question.review_pack().name();
    case ReportQuestion::QUESTION_NOT_SET:
      break;
  }
  return "";
}

std::string KindOf(const ReportQuestion& question) {
  switch (question.question_case()) {
    case ReportQuestion::kScorecard:
      return "scorecard";
    case ReportQuestion::kOkrReport:
      return "okr";
    case ReportQuestion::kKpiReport:
      return "kpi";
    case ReportQuestion::kAlignmentReport:
      return "alignment";
    case ReportQuestion::kCombinedReport:
      return "combined";
    case ReportQuestion::kReviewPack:
      return "review";
    case ReportQuestion::QUESTION_NOT_SET:
      break;
  }
  return "";
}

}  // namespace okapi::reporting
