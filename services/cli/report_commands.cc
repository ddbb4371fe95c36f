// report and watch.

#include <unistd.h>

#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"
#include "common/status/convert.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/goals_service.grpc.pb.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "okapi/metrics/v1/metrics_service.grpc.pb.h"
#include "okapi/reporting/v1/reporting_service.grpc.pb.h"
#include "services/cli/catalogue.h"
#include "services/cli/command.h"
#include "services/cli/message_text.h"
#include "services/cli/report_merge.h"
#include "services/cli/report_text.h"

namespace okapi::cli {
namespace {

using okapi::common::v1::PeriodType;
using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::GetScorecardRequest;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::Scorecard;
using okapi::reporting::v1::WatchReportRequest;
using okapi::reporting::v1::WatchReportResponse;

constexpr char kPackage[] = "okapi.reporting.v1";

const std::map<std::string, PeriodType> kPeriods = {{"day", PeriodType::DAY},
                                                    {"week", PeriodType::WEEK},
                                                    {"month", PeriodType::MONTH},
                                                    {"quarter", PeriodType::QUARTER},
                                                    {"year", PeriodType::YEAR}};

// What may be asked of a report on the command line.
struct Options {
  std::string period = "month";
  int periods = 6;
  std::string as_of;
  bool breakdown = false;
  std::string cycle;
  std::string team;
  std::string owner;
};

const MethodDescriptor* Method(const std::string& name) {
  return GetScorecardRequest::descriptor()->file()->service(0)->FindMethodByName(name);
}

// The calendar by which the metrics service cuts periods; while it is away, the organization's own.
absl::StatusOr<calendar::Calendar> CalendarOf(Session& session, const std::string& organization) {
  okapi::metrics::v1::GetSettingsRequest request;
  okapi::metrics::v1::Settings settings;
  request.set_name(organization + "/settings");
  const absl::Status known =
      session.connection().Call(*FindKind("settings")->get, request, settings);
  if (known.ok()) return calendar::Calendar::Create(settings.calendar());
  okapi::goals::v1::GetOrganizationRequest get;
  okapi::goals::v1::Organization found;
  get.set_name(organization);
  if (!session.connection().Call(*FindKind("organization")->get, get, found).ok()) return known;
  return calendar::Calendar::Create(found.calendar());
}

// A day stands for its end in the organization's time zone: everything up to that day counts.
absl::StatusOr<absl::Time> ParseAsOf(Session& session, const std::string& organization,
                                     const std::string& text) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return time;
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day)) {
    return absl::InvalidArgumentError(
        absl::StrCat("--as-of '", text, "' is neither a day like 2025-12-31 nor a time like ",
                     "2025-12-31T18:00:00+07:00"));
  }
  OKAPI_ASSIGN_OR_RETURN(const calendar::Calendar calendar, CalendarOf(session, organization));
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return calendar.EndOf(date) - absl::Microseconds(1);
}

absl::Status SetReference(const Session& session, const std::string& kind, const std::string& text,
                          std::string* field) {
  if (text.empty()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(*field, ExpandName(*FindKind(kind), text, session.org));
  return absl::OkStatus();
}

absl::StatusOr<GetScorecardRequest> ScorecardRequest(Session& session, const Options& options) {
  GetScorecardRequest request;
  OKAPI_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_name(organization);
  request.set_period_type(kPeriods.at(options.period));
  request.set_period_count(options.periods);
  request.set_breakdown(options.breakdown);
  OKAPI_RETURN_IF_ERROR(SetReference(session, "team", options.team, request.mutable_team()));
  OKAPI_RETURN_IF_ERROR(SetReference(session, "member", options.owner, request.mutable_owner()));
  if (!options.as_of.empty()) {
    OKAPI_ASSIGN_OR_RETURN(const absl::Time time, ParseAsOf(session, organization, options.as_of));
    *request.mutable_as_of_time() = api::ToTimestamp(time);
  }
  return request;
}

absl::StatusOr<GetOkrReportRequest> OkrRequest(Session& session, const Options& options) {
  GetOkrReportRequest request;
  OKAPI_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_name(organization);
  OKAPI_RETURN_IF_ERROR(SetReference(session, "cycle", options.cycle, request.mutable_cycle()));
  OKAPI_RETURN_IF_ERROR(SetReference(session, "team", options.team, request.mutable_team()));
  OKAPI_RETURN_IF_ERROR(SetReference(session, "member", options.owner, request.mutable_owner()));
  return request;
}

// What went wrong while a request was made: a service that was asked, or what was typed.
int ReportRequest(const absl::Status& status, std::ostream& err) {
  return absl::IsInvalidArgument(status) ? ReportUsage(status, err) : Report(status, err);
}

int ReportScorecard(Session& session, const Options& options) {
  const auto request = ScorecardRequest(session, options);
  if (!request.ok()) return ReportRequest(request.status(), *session.err);
  Scorecard scorecard;
  const absl::Status status =
      session.connection().Call(*Method("GetScorecard"), *request, scorecard);
  if (!status.ok()) return Report(status, *session.err);
  *session.out << (session.json() ? ToJson(scorecard) : ScorecardText(scorecard, WantsColour()));
  return kExitOk;
}

int ReportOkr(Session& session, const Options& options) {
  const auto request = OkrRequest(session, options);
  if (!request.ok()) return ReportRequest(request.status(), *session.err);
  OkrReport report;
  const absl::Status status = session.connection().Call(*Method("GetOkrReport"), *request, report);
  if (!status.ok()) return Report(status, *session.err);
  *session.out << (session.json() ? ToJson(report) : OkrReportText(report, WantsColour()));
  return kExitOk;
}

void ShowReport(Session& session, const WatchReportResponse& report) {
  const bool colour = WantsColour();
  // On a terminal the new report takes the old one's place.
  if (isatty(STDOUT_FILENO) == 1) *session.out << "\x1b[H\x1b[2J";
  *session.out << (report.has_scorecard() ? ScorecardText(report.scorecard(), colour)
                                          : OkrReportText(report.okr_report(), colour))
               << std::endl;
}

int WatchReport(Session& session, const WatchReportRequest& request) {
  auto stub =
      okapi::reporting::v1::ReportingService::NewStub(session.connection().ChannelOf(kPackage));
  grpc::ClientContext context;
  const auto reader = stub->WatchReport(&context, request);
  WatchReportResponse message;
  WatchReportResponse report;
  while (reader->Read(&message)) {
    if (session.json()) {
      *session.out << ToJson(message, /*one_line=*/true) << std::flush;
      continue;
    }
    MergeReport(message, report);
    ShowReport(session, report);
  }
  return Report(session.connection().Explain(kPackage, reader->Finish()), *session.err);
}

int WatchScorecard(Session& session, const Options& options) {
  auto request = ScorecardRequest(session, options);
  if (!request.ok()) return ReportRequest(request.status(), *session.err);
  WatchReportRequest watch;
  *watch.mutable_scorecard() = *std::move(request);
  return WatchReport(session, watch);
}

int WatchOkr(Session& session, const Options& options) {
  auto request = OkrRequest(session, options);
  if (!request.ok()) return ReportRequest(request.status(), *session.err);
  WatchReportRequest watch;
  *watch.mutable_okr_report() = *std::move(request);
  return WatchReport(session, watch);
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

int WatchChanges(Session& session) {
  const auto organization = session.Organization();
  if (!organization.ok()) return ReportUsage(organization.status(), *session.err);
  const std::string package = "okapi.goals.v1";
  auto stub = okapi::goals::v1::GoalsService::NewStub(session.connection().ChannelOf(package));
  okapi::goals::v1::WatchRequest request;
  request.set_parent(*organization);
  grpc::ClientContext context;
  const auto reader = stub->Watch(&context, request);
  okapi::goals::v1::WatchResponse message;
  while (reader->Read(&message)) {
    for (const auto& record : message.records()) ShowChanges(session, record);
  }
  return Report(session.connection().Explain(package, reader->Finish()), *session.err);
}

void AddScorecardOptions(CLI::App& command, Options& options) {
  command
      .add_option("--period", options.period,
                  "Kind of the periods: day, week, month, quarter, year")
      ->check(CLI::IsMember({"day", "week", "month", "quarter", "year"}))
      ->capture_default_str();
  command.add_option("--periods", options.periods, "How many periods, at most 120")
      ->check(CLI::Range(1, 120))
      ->capture_default_str();
  command.add_option("--as-of", options.as_of, "The day or time to look at; default: now");
  command.add_flag("--breakdown", options.breakdown,
                   "Rows for the members of each KPI's dimensions");
  command.add_option("--team", options.team, "Only KPIs of this team");
  command.add_option("--owner", options.owner, "Only KPIs of this member");
}

void AddOkrOptions(CLI::App& command, Options& options) {
  command.add_option("--cycle", options.cycle, "Only objectives of this cycle");
  command.add_option("--team", options.team, "Only objectives of this team");
  command.add_option("--owner", options.owner, "Only objectives of this member");
}

using Run = int (*)(Session&, const Options&);

void AddReports(CLI::App& command, Session& session, Run scorecard, Run okr) {
  command.require_subcommand(1);
  command.fallthrough();
  auto options = std::make_shared<Options>();
  auto* card = command.add_subcommand("scorecard", "KPIs by periods, with targets and verdicts");
  AddScorecardOptions(*card, *options);
  card->callback([&session, options, scorecard] {
    session.run = [&session, options, scorecard] { return scorecard(session, *options); };
  });
  auto* objectives = command.add_subcommand("okr", "Objectives, key results and initiatives");
  AddOkrOptions(*objectives, *options);
  objectives->callback([&session, options, okr] {
    session.run = [&session, options, okr] { return okr(session, *options); };
  });
}

}  // namespace

void AddReport(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("report", "Print a report: okapi report scorecard --org acme");
  AddReports(*command, session, ReportScorecard, ReportOkr);
}

void AddWatch(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("watch", "Print a report whenever it changes, until Ctrl-C");
  AddReports(*command, session, WatchScorecard, WatchOkr);
  auto* changes = command->add_subcommand(
      "changes", "Changes of goals and what belongs to them, as they happen");
  changes->callback([&session] { session.run = [&session] { return WatchChanges(session); }; });
}

}  // namespace okapi::cli
