// watch: prints what a service streams, until it is interrupted or the service refuses.

#include <functional>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/rpc/backoff.h"
#include "common/rpc/retry.h"
#include "common/status/convert.h"
#include "okapi/goals/v1/goals_service.grpc.pb.h"
#include "okapi/reporting/v1/alert_service.grpc.pb.h"
#include "okapi/reporting/v1/reporting_service.grpc.pb.h"
#include "services/cli/reports/report_merge.h"
#include "services/cli/reports/report_request.h"
#include "services/cli/reports/report_text.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/display_names.h"
#include "services/cli/session/message_text.h"
#include "services/cli/terminal/display_text.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::WatchReportRequest;
using okapi::reporting::v1::WatchReportResponse;

constexpr char kReporting[] = "okapi.reporting.v1";
constexpr char kGoals[] = "okapi.goals.v1";

// One call, until it ends; calls `heard` with every message.
using Watch = std::function<absl::Status(const std::function<void()>& heard)>;

// Watches anew whenever the service or the way there breaks. Ends when the service refuses, or when
// nothing was ever heard of it: then it is rather the address that is wrong.
int KeepWatching(Session& session, const std::string& package, const Watch& watch) {
  rpc::Backoff backoff;
  bool ever_heard = false;
  bool broken = false;
  const std::function<void()> heard = [&] {
    ever_heard = true;
    if (!std::exchange(broken, false)) return;
    backoff.Reset();
    *session.err << "okapi: watching again" << std::endl;
  };
  while (true) {
    absl::Status status = watch(heard);
    if (status.ok()) status = absl::UnavailableError("it ended the watch");
    status = session.connection().Explain(package, status);
    if (!ever_heard || !rpc::MayPass(status)) return ReportError(status, *session.err);
    if (!std::exchange(broken, true)) {
      ReportError(status, *session.err);
      *session.err << "okapi: trying again until it answers, or Ctrl-C" << std::endl;
    }
    absl::SleepFor(backoff.Next());
  }
}

void ShowReport(Session& session, const WatchReportResponse& report, const DisplayNames& names) {
  // On a terminal the new report takes the old one's place.
  if (session.terminal) *session.out << "\x1b[H\x1b[2J";
  *session.out << (report.has_scorecard()
                       ? ScorecardText(report.scorecard(), session.colour, names)
                       : OkrReportText(report.okr_report(), session.colour, names))
               << std::endl;
}

// What `request` asks for, with the changes put into `report`; it then asks for what comes behind.
absl::Status WatchReportOnce(Session& session, WatchReportRequest& request,
                             WatchReportResponse& report, const DisplayNames& names,
                             const std::function<void()>& heard) {
  auto stub =
      okapi::reporting::v1::ReportingService::NewStub(session.connection().ChannelOf(kReporting));
  grpc::ClientContext context;
  session.connection().Introduce(request, context);
  const auto reader = stub->WatchReport(&context, request);
  WatchReportResponse message;
  while (reader->Read(&message)) {
    heard();
    request.set_resume_token(message.resume_token());
    if (session.json()) {
      *session.out << ToJson(message, /*one_line=*/true) << std::flush;
      continue;
    }
    MergeReport(message, report);
    ShowReport(session, report, names);
  }
  return status::FromGrpc(reader->Finish());
}

// `names` are what the report itself does not say.
int WatchReport(Session& session, WatchReportRequest request, const DisplayNames& names) {
  WatchReportResponse report;
  return KeepWatching(session, kReporting, [&](const auto& heard) {
    return WatchReportOnce(session, request, report, names, heard);
  });
}

int WatchScorecard(Session& session, const ReportOptions& options) {
  auto request = ScorecardRequest(session, options);
  if (!request.ok()) return ReportRequestError(request.status(), *session.err);
  const DisplayNames names =
      session.json() ? DisplayNames() : ReadDisplayNames(session, request->name());
  WatchReportRequest watch;
  *watch.mutable_scorecard() = *std::move(request);
  return WatchReport(session, std::move(watch), names);
}

int WatchOkr(Session& session, const ReportOptions& options) {
  auto request = OkrRequest(session, options);
  if (!request.ok()) return ReportRequestError(request.status(), *session.err);
  WatchReportRequest watch;
  *watch.mutable_okr_report() = *std::move(request);
  return WatchReport(session, std::move(watch), DisplayNames());
}

// One line per changed resource.
void ShowChanges(Session& session, const okapi::common::v1::ChangeRecord& record) {
  if (session.json()) {
    *session.out << ToJson(record, /*one_line=*/true) << std::flush;
    return;
  }
  for (const auto& change : record.changes()) {
    const char* what = !change.has_before() ? "created"
                       : change.has_after() ? "updated"
                                            : "deleted";
    *session.out << record.revision() << "  "
                 << absl::FormatTime(api::FromTimestamp(record.commit_time()), absl::UTCTimeZone())
                 << "  " << record.actor() << "  " << what << "  " << change.name() << std::endl;
  }
}

// What `request` asks for; it then asks for what comes behind.
absl::Status WatchChangesOnce(Session& session, okapi::goals::v1::WatchRequest& request,
                              const std::function<void()>& heard) {
  auto stub = okapi::goals::v1::GoalsService::NewStub(session.connection().ChannelOf(kGoals));
  grpc::ClientContext context;
  session.connection().Introduce(request, context);
  const auto reader = stub->Watch(&context, request);
  okapi::goals::v1::WatchResponse message;
  while (reader->Read(&message)) {
    heard();
    for (const auto& record : message.records()) ShowChanges(session, record);
    request.set_after_revision(message.revision());
  }
  return status::FromGrpc(reader->Finish());
}

// One line per alert and what became of it.
void ShowAlert(Session& session, const okapi::reporting::v1::Alert& alert) {
  if (session.json()) {
    *session.out << ToJson(alert, /*one_line=*/true) << std::flush;
    return;
  }
  *session.out << ShortName(alert.name()) << "  "
               << okapi::reporting::v1::Alert::State_Name(alert.state()) << "  "
               << okapi::reporting::v1::Severity_Name(alert.severity()) << "  "
               << (alert.muted() ? "(muted)  " : "") << OneLine(alert.rule_display_name()) << ": "
               << OneLine(alert.message()) << std::endl;
}

// What `request` asks for; it then asks for what comes behind.
absl::Status WatchAlertsOnce(Session& session, okapi::reporting::v1::WatchAlertsRequest& request,
                             const std::function<void()>& heard) {
  auto stub =
      okapi::reporting::v1::AlertService::NewStub(session.connection().ChannelOf(kReporting));
  grpc::ClientContext context;
  session.connection().Introduce(request, context);
  const auto reader = stub->WatchAlerts(&context, request);
  okapi::reporting::v1::WatchAlertsResponse message;
  while (reader->Read(&message)) {
    heard();
    for (const auto& alert : message.alerts()) ShowAlert(session, alert);
    request.set_after_revision(message.revision());
  }
  return status::FromGrpc(reader->Finish());
}

int WatchAlerts(Session& session) {
  const auto organization = session.Organization();
  if (!organization.ok()) return ReportUsage(organization.status(), *session.err);
  okapi::reporting::v1::WatchAlertsRequest request;
  request.set_parent(*organization);
  return KeepWatching(session, kReporting,
                      [&](const auto& heard) { return WatchAlertsOnce(session, request, heard); });
}

int WatchChanges(Session& session) {
  const auto organization = session.Organization();
  if (!organization.ok()) return ReportUsage(organization.status(), *session.err);
  okapi::goals::v1::WatchRequest request;
  request.set_parent(*organization);
  return KeepWatching(session, kGoals,
                      [&](const auto& heard) { return WatchChangesOnce(session, request, heard); });
}

}  // namespace

void AddWatch(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("watch", "Print a report whenever it changes, until Ctrl-C");
  command->footer(
      R"(On a terminal the new report takes the old one's place. With --output json every message is one line:
first the whole report, then what changed. When the service breaks off, watching goes on once it answers again, behind what
was seen last; a report comes whole then if what changed meanwhile is not known any more.

Examples:
  okapi watch okr --org acme
  okapi watch scorecard --org acme --output json
  okapi watch changes --org acme
  okapi watch alerts --org acme)");
  AddReports(*command, session, ReportKind::kWatched, WatchScorecard, WatchOkr);
  auto* changes = command->add_subcommand(
      "changes", "Changes of goals and what belongs to them, as they happen");
  changes->callback([&session] { session.run = [&session] { return WatchChanges(session); }; });
  auto* alerts =
      command->add_subcommand("alerts", "Alerts that are open, and what becomes of them");
  alerts->callback([&session] { session.run = [&session] { return WatchAlerts(session); }; });
}

}  // namespace okapi::cli
