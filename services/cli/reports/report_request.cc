#include "services/cli/reports/report_request.h"

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/calendar/calendar.h"
#include "common/calendar/date.h"
#include "common/status/status_macros.h"
#include "services/cli/reports/report_file.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/organization_days.h"

namespace okapi::cli {
namespace {

using okapi::common::v1::PeriodType;
using okapi::reporting::v1::GetOkrReportRequest;
using okapi::reporting::v1::GetScorecardRequest;

PeriodType PeriodOf(const std::string& word) {
  PeriodType type = PeriodType::PERIOD_TYPE_UNSPECIFIED;
  okapi::common::v1::PeriodType_Parse(absl::AsciiStrToUpper(word), &type);
  return type;
}

// A day stands for its end in the organization's time zone: everything up to that day counts.
absl::StatusOr<absl::Time> ParseAsOf(Session& session, const std::string& organization, DaysOf days,
                                     const std::string& text) {
  absl::Time time;
  std::string error;
  // absl also knows "infinite-future".
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error) && time != absl::InfiniteFuture() &&
      time != absl::InfinitePast()) {
    return time;
  }
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day)) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "' is neither a day like 2025-12-31 nor a time like ",
                     "2025-12-31T18:00:00+07:00"));
  }
  OKAPI_ASSIGN_OR_RETURN(const calendar::Calendar calendar,
                         CalendarOf(session, organization, days, DayUse::kLook));
  return calendar.EndOf(calendar::DateOf(day)) - absl::Microseconds(1);
}

absl::Status SetReference(const Session& session, const std::string& kind, const std::string& text,
                          std::string* field) {
  if (text.empty()) return absl::OkStatus();
  OKAPI_ASSIGN_OR_RETURN(*field, ExpandName(*FindKind(kind), text, session.org));
  return absl::OkStatus();
}

void AddScorecardOptions(CLI::App& command, ReportOptions& options) {
  command.add_option("--period", options.period, "Kind of the periods")
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

void AddOkrOptions(CLI::App& command, ReportOptions& options) {
  command.add_option("--cycle", options.cycle, "Only objectives of this cycle");
  auto* team = command.add_option("--team", options.team, "Only objectives of this team");
  command.add_flag("--sub-teams", options.sub_teams, "And of the teams below it")->needs(team);
  command.add_option("--owner", options.owner, "Only objectives of this member");
}

void AddPastOptions(CLI::App& command, ReportOptions& options) {
  auto* as_of =
      command.add_option("--as-of", options.as_of, "The day or time to look at; default: now");
  command
      .add_flag("--known-then", options.known_then,
                "Values as they were known then, without what was reported or corrected since; "
                "forecasts and error budgets rest on the days of KPIs as they are known now")
      ->needs(as_of);
}

void AddOneTimeOptions(CLI::App& command, ReportOptions& options) {
  command.add_option("--group-by", options.group_by, "Group KPIs: team, owner or objective")
      ->check(CLI::IsMember({"team", "owner", "objective"}));
  command.add_option("--group-label", options.group_label,
                     "Group KPIs' numbers by the members of a dimension, such as region");
  command.add_flag("--details", options.details,
                   "Also changes, also to a year ago, coverage and forecasts");
  AddExport(command, options);
}

}  // namespace

void AddExport(CLI::App& command, ReportOptions& options) {
  command.add_option("--export", options.file, "Write a file: .csv, .xlsx, .json or .html")
      ->check(CheckReportFile);
  command.add_option("--language", options.language, "Of the file and of advice: en or vi")
      ->check(CLI::IsMember({"en", "vi"}));
}

absl::StatusOr<GetScorecardRequest> ScorecardRequest(Session& session,
                                                     const ReportOptions& options) {
  GetScorecardRequest request;
  OKAPI_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_name(organization);
  request.set_period_type(PeriodOf(options.period));
  request.set_period_count(options.periods);
  request.set_breakdown(options.breakdown);
  GetScorecardRequest::GroupBy group_by = GetScorecardRequest::GROUP_BY_UNSPECIFIED;
  GetScorecardRequest::GroupBy_Parse(absl::AsciiStrToUpper(options.group_by), &group_by);
  if (!options.group_label.empty()) group_by = GetScorecardRequest::LABEL;
  request.set_group_by(group_by);
  request.set_group_label(options.group_label);
  // Files are for looking closely.
  request.set_details(options.details || !options.file.empty());
  request.set_forecasts(options.details);
  OKAPI_RETURN_IF_ERROR(SetReference(session, "team", options.team, request.mutable_team()));
  OKAPI_RETURN_IF_ERROR(SetReference(session, "member", options.owner, request.mutable_owner()));
  if (!options.as_of.empty()) {
    OKAPI_ASSIGN_OR_RETURN(const absl::Time time,
                           ParseAsOf(session, organization, DaysOf::kKpis, options.as_of));
    *request.mutable_as_of_time() = api::ToTimestamp(time);
  }
  return request;
}

absl::StatusOr<GetOkrReportRequest> OkrRequest(Session& session, const ReportOptions& options) {
  GetOkrReportRequest request;
  OKAPI_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_name(organization);
  OKAPI_RETURN_IF_ERROR(SetReference(session, "cycle", options.cycle, request.mutable_cycle()));
  OKAPI_RETURN_IF_ERROR(SetReference(session, "team", options.team, request.mutable_team()));
  request.set_include_sub_teams(options.sub_teams);
  OKAPI_RETURN_IF_ERROR(SetReference(session, "member", options.owner, request.mutable_owner()));
  if (!options.as_of.empty()) {
    OKAPI_ASSIGN_OR_RETURN(const absl::Time time,
                           ParseAsOf(session, organization, DaysOf::kGoals, options.as_of));
    *request.mutable_as_of_time() = api::ToTimestamp(time);
    request.set_known_then(options.known_then);
  }
  return request;
}

int ReportRequestError(const absl::Status& status, std::ostream& err) {
  return absl::IsInvalidArgument(status) ? ReportUsage(status, err) : ReportError(status, err);
}

void AddReports(CLI::App& command, Session& session, ReportKind kind, ReportCommand scorecard,
                ReportCommand okr) {
  command.require_subcommand(1);
  command.fallthrough();
  auto options = std::make_shared<ReportOptions>();
  auto* card = command.add_subcommand("scorecard", "KPIs by periods, with targets and verdicts");
  AddScorecardOptions(*card, *options);
  if (kind == ReportKind::kOnce) AddOneTimeOptions(*card, *options);
  card->callback([&session, options, scorecard] {
    session.run = [&session, options, scorecard] { return scorecard(session, *options); };
  });
  auto* objectives = command.add_subcommand("okr", "Objectives, key results and initiatives");
  AddOkrOptions(*objectives, *options);
  if (kind == ReportKind::kOnce) {
    AddPastOptions(*objectives, *options);
    AddExport(*objectives, *options);
  }
  objectives->callback([&session, options, okr] {
    session.run = [&session, options, okr] { return okr(session, *options); };
  });
}

}  // namespace okapi::cli
