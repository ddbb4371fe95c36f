// report: asks once and prints.

#include <string>

#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/cli/reports/report_file.h"
#include "services/cli/reports/report_request.h"
#include "services/cli/reports/report_text.h"
#include "services/cli/reports/scorecard_details.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/display_names.h"
#include "services/cli/session/existence.h"
#include "services/cli/session/message_text.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::GetScorecardRequest;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::ReportQuestion;
using okapi::reporting::v1::Scorecard;

const MethodDescriptor* ReportMethod(const std::string& name) {
  return GetScorecardRequest::descriptor()->file()->service(0)->FindMethodByName(name);
}

int PrintScorecard(Session& session, const ReportOptions& options) {
  auto request = ScorecardRequest(session, options);
  if (!request.ok()) return ReportRequestError(request.status(), *session.err);
  if (!options.file.empty()) {
    // A file with nothing in it looks as if all was well.
    const absl::Status there =
        CheckExistence({request->name(), request->team(), request->owner()}, session.caller());
    if (!there.ok()) return ReportError(there, *session.err);
    ReportQuestion question;
    *question.mutable_scorecard() = *request;
    return ExportReport(session, question, options.language, options.file);
  }
  request->set_names(!session.json());
  Scorecard scorecard;
  const absl::Status status =
      session.connection().Call(*ReportMethod("GetScorecard"), *request, scorecard);
  if (!status.ok()) return ReportError(status, *session.err);
  if (scorecard.rows().empty()) {
    const absl::Status there =
        CheckExistence({request->name(), request->team(), request->owner()}, session.caller());
    if (!there.ok()) return ReportError(there, *session.err);
  }
  if (session.json()) {
    *session.out << ToJson(scorecard);
    return kExitOk;
  }
  DisplayNames names(scorecard, {});
  if (!scorecard.organization_display_name().empty()) {
    names.Add(scorecard.organization(), scorecard.organization_display_name());
  }
  *session.out << ScorecardText(scorecard, session.colour, names)
               << ScorecardDetailsText(scorecard, session.colour, names);
  return kExitOk;
}

int PrintOkr(Session& session, const ReportOptions& options) {
  const auto request = OkrRequest(session, options);
  if (!request.ok()) return ReportRequestError(request.status(), *session.err);
  if (!options.file.empty()) {
    ReportQuestion question;
    *question.mutable_okr_report() = *request;
    return ExportReport(session, question, options.language, options.file);
  }
  OkrReport report;
  const absl::Status status =
      session.connection().Call(*ReportMethod("GetOkrReport"), *request, report);
  if (!status.ok()) return ReportError(status, *session.err);
  if (report.objectives().empty()) {
    const absl::Status there = CheckExistence(
        {request->name(), request->cycle(), request->team(), request->owner()}, session.caller());
    if (!there.ok()) return ReportError(there, *session.err);
  }
  *session.out << (session.json() ? ToJson(report) : OkrReportText(report, session.colour));
  return kExitOk;
}

}  // namespace

void AddReport(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("report", "Print a report");
  command->footer(R"(Examples:
  okapi report scorecard --org acme
  okapi report scorecard --org acme --as-of 2025-12-31 --period quarter --periods 4 --breakdown
  okapi report okr --org acme --cycle y2025-q4
  okapi report combined --org acme
  okapi report kpi revenue --org acme --periods 12
  okapi report review --org acme --since 2025-11-30
  okapi report digest an --org acme
  okapi report dashboard board --org acme
  okapi report snapshot --period 2025-11 --compare --org acme)");
  AddReports(*command, session, ReportKind::kOnce, PrintScorecard, PrintOkr);
  AddOneTimeReports(*command, session);
  AddKeptReports(*command, session);
}

}  // namespace okapi::cli
