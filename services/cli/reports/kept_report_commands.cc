// report dashboard and snapshot: reports that somebody put together.

#include <memory>
#include <string>
#include <utility>

#include "common/api/resource_name.h"
#include "common/api/timestamp.h"
#include "common/base/clock.h"
#include "common/status/status_macros.h"
#include "okapi/reporting/v1/dashboard_service.pb.h"
#include "okapi/reporting/v1/snapshot_service.pb.h"
#include "services/cli/reports/kept_report_text.h"
#include "services/cli/reports/report_file.h"
#include "services/cli/reports/report_request.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"
#include "services/cli/session/display_names.h"
#include "services/cli/session/message_text.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::DashboardContent;
using okapi::reporting::v1::ExportReportRequest;
using okapi::reporting::v1::GetDashboardContentRequest;
using okapi::reporting::v1::GetLastSnapshotRequest;
using okapi::reporting::v1::GetSnapshotComparisonRequest;
using okapi::reporting::v1::GetSnapshotRequest;
using okapi::reporting::v1::Snapshot;
using okapi::reporting::v1::SnapshotComparison;

struct KeptOptions {
  std::string name;
  std::string period;
  std::string as_of;
  bool compare = false;
  // What is exported and in which language; the rest is not asked.
  ReportOptions file;
};

// Calls the method that takes the request.
template <typename Request, typename Response>
absl::Status Call(Session& session, const std::string& method, const Request& request,
                  Response& response) {
  return session.connection().Call(
      *Request::descriptor()->file()->service(0)->FindMethodByName(method), request, response);
}

int ShowDashboard(Session& session, const KeptOptions& options) {
  const auto name = ExpandName(*FindKind("dashboard"), options.name, session.org);
  if (!name.ok()) return ReportUsage(name.status(), *session.err);
  if (!options.file.file.empty()) {
    ExportReportRequest source;
    source.set_dashboard(*name);
    return ExportReport(session, std::move(source), options.file.language, options.file.file);
  }
  GetDashboardContentRequest request;
  request.set_name(*name);
  DashboardContent content;
  const absl::Status status = Call(session, "GetDashboardContent", request, content);
  if (!status.ok()) return ReportError(status, *session.err);
  *session.out << (session.json()
                       ? ToJson(content)
                       : DashboardText(content, session.colour,
                                       ReadDisplayNames(session, api::OrganizationOf(*name))));
  return kExitOk;
}

absl::StatusOr<GetLastSnapshotRequest> LastOf(Session& session, const KeptOptions& options) {
  GetLastSnapshotRequest request;
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  request.set_period(options.period);
  *request.mutable_time() = api::ToTimestamp(base::RealClock().Now());
  if (options.as_of.empty()) return request;
  ReportOptions at;
  at.as_of = options.as_of;
  OKAPI_ASSIGN_OR_RETURN(const auto scorecard, ScorecardRequest(session, at));
  *request.mutable_time() = scorecard.as_of_time();
  return request;
}

// The one that was named, or the last.
absl::Status ReadSnapshot(Session& session, const KeptOptions& options, Snapshot& snapshot) {
  if (options.name.empty()) {
    OKAPI_ASSIGN_OR_RETURN(const GetLastSnapshotRequest last, LastOf(session, options));
    return Call(session, "GetLastSnapshot", last, snapshot);
  }
  GetSnapshotRequest request;
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_name(),
                         ExpandName(*FindKind("snapshot"), options.name, session.org));
  return Call(session, "GetSnapshot", request, snapshot);
}

int ShowSnapshot(Session& session, const KeptOptions& options) {
  Snapshot snapshot;
  const absl::Status read = ReadSnapshot(session, options, snapshot);
  if (!read.ok()) return ReportRequestError(read, *session.err);
  if (!options.file.file.empty()) {
    ExportReportRequest source;
    source.set_snapshot(snapshot.name());
    return ExportReport(session, std::move(source), options.file.language, options.file.file);
  }
  if (!options.compare) {
    *session.out << (session.json()
                         ? ToJson(snapshot)
                         : SnapshotText(
                               snapshot, session.colour,
                               ReadDisplayNames(session, api::OrganizationOf(snapshot.name()))));
    return kExitOk;
  }
  GetSnapshotComparisonRequest request;
  request.set_name(snapshot.name());
  SnapshotComparison comparison;
  const absl::Status compared = Call(session, "GetSnapshotComparison", request, comparison);
  if (!compared.ok()) return ReportError(compared, *session.err);
  *session.out << (session.json() ? ToJson(comparison)
                                  : SnapshotComparisonText(comparison, session.colour));
  return kExitOk;
}

}  // namespace

void AddKeptReports(CLI::App& report, Session& session) {
  auto options = std::make_shared<KeptOptions>();
  auto* dashboard = report.add_subcommand("dashboard", "Everything that a dashboard shows");
  dashboard->add_option("dashboard", options->name, "The dashboard")->required();
  AddExport(*dashboard, options->file);
  dashboard->callback([&session, options] {
    session.run = [&session, options] { return ShowDashboard(session, *options); };
  });
  auto* snapshot = report.add_subcommand(
      "snapshot", "Reports as they were seen; --compare: what is known otherwise now");
  auto* name = snapshot->add_option("snapshot", options->name, "Which; default: the last");
  snapshot->add_option("--period", options->period, "The last that closes this period: 2026-10")
      ->excludes(name);
  snapshot->add_option("--as-of", options->as_of, "The last that was taken by that day or time")
      ->excludes(name);
  AddExport(*snapshot, options->file);
  snapshot->add_flag("--compare", options->compare, "Ask its questions again, and say what differs")
      ->excludes(snapshot->get_option("--export"));
  snapshot->callback([&session, options] {
    session.run = [&session, options] { return ShowSnapshot(session, *options); };
  });
}

}  // namespace okapi::cli
