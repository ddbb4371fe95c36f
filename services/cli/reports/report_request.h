#pragma once

#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/cli/session/command.h"

// What `report` and `watch` have in common: the reports there are, and how one is asked for.
namespace okapi::cli {

// What may be asked of a report on the command line.
struct ReportOptions {
  // `day`, `week`, ...; empty and 0 leave it to the service.
  std::string period = "month";
  int periods = 6;
  std::string as_of;
  bool known_then = false;
  bool breakdown = false;
  std::string cycle;
  std::string team;
  bool sub_teams = false;  // Of OKR reports: with the teams below it.
  std::string owner;
  // `team`, `owner` or `objective`; empty: not grouped.
  std::string group_by;
  // A dimension to group by; empty: none.
  std::string group_label;
  // Also changes, coverage and forecasts.
  bool details = false;
  // A file to write instead of printing; empty: none.
  std::string file;
  // Of texts that the service writes: `en` or `vi`.
  std::string language;
};

// Adds --export and --language.
void AddExport(CLI::App& command, ReportOptions& options);

// May ask for the organization's time zone, when a day was given without a time: metrics for a
// scorecard, goals for OKRs.
// INVALID_ARGUMENT for what was typed, else what the service answered.
absl::StatusOr<okapi::reporting::v1::GetScorecardRequest> ScorecardRequest(
    Session& session, const ReportOptions& options);
absl::StatusOr<okapi::reporting::v1::GetOkrReportRequest> OkrRequest(Session& session,
                                                                     const ReportOptions& options);

// Tells of a request that could not be made.
int ReportRequestError(const absl::Status& status, std::ostream& err);

using ReportCommand = int (*)(Session&, const ReportOptions&);
// Whether a report is read once or watched.
enum class ReportKind { kOnce, kWatched };
// Adds the subcommands `scorecard` and `okr`, which run these.
void AddReports(CLI::App& command, Session& session, ReportKind kind, ReportCommand scorecard,
                ReportCommand okr);

// Adds the reports that cannot be watched.
void AddOneTimeReports(CLI::App& report, Session& session);
// Adds dashboards and snapshots.
void AddKeptReports(CLI::App& report, Session& session);

}  // namespace okapi::cli
