// report kpi, alignment, combined, review and digest, and accept: what the reporting service is
// asked once.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/status/status_macros.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/cli/reports/activity_text.h"
#include "services/cli/reports/insight_text.h"
#include "services/cli/reports/report_file.h"
#include "services/cli/reports/report_request.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"
#include "services/cli/session/existence.h"
#include "services/cli/session/message_text.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::AcceptDraftObjectiveRequest;
using okapi::reporting::v1::AlignmentReport;
using okapi::reporting::v1::CombinedReport;
using okapi::reporting::v1::Digest;
using okapi::reporting::v1::DraftObjective;
using okapi::reporting::v1::GetAlignmentReportRequest;
using okapi::reporting::v1::GetCombinedReportRequest;
using okapi::reporting::v1::GetDigestRequest;
using okapi::reporting::v1::GetKpiReportRequest;
using okapi::reporting::v1::GetReviewPackRequest;
using okapi::reporting::v1::Insight;
using okapi::reporting::v1::KpiReport;
using okapi::reporting::v1::ReportQuestion;
using okapi::reporting::v1::ReviewPack;

struct InsightOptions {
  ReportOptions report;
  std::string name;
  std::string since;
  std::string until;
  bool only_insights = false;
};

// Times are given by options of their own.
const OptionNames& TimeOptions() {
  static const OptionNames& options =
      *new OptionNames{{"start_time", "--since"}, {"end_time", "--until"}};
  return options;
}

const MethodDescriptor& ReportingMethod(const std::string& name) {
  return *GetKpiReportRequest::descriptor()->file()->service(0)->FindMethodByName(name);
}

// `slot` is the request's place in a question, for exports.
template <typename Request, typename Response, typename Text>
int ShowInsight(Session& session, const ReportOptions& options, const std::string& method,
                const absl::StatusOr<Request>& request, Request* (ReportQuestion::*slot)(),
                Response response, Text text) {
  if (!request.ok()) return ReportRequestError(request.status(), *session.err);
  if (!options.file.empty()) {
    ReportQuestion question;
    *(question.*slot)() = *request;
    return ExportReport(session, question, options.language, options.file, TimeOptions());
  }
  const absl::Status status =
      session.connection().Call(ReportingMethod(method), *request, response);
  if (!status.ok()) return ReportError(InOptions(status, TimeOptions()), *session.err);
  *session.out << (session.json() ? ToJson(response) : text(response));
  return kExitOk;
}

absl::StatusOr<GetKpiReportRequest> KpiRequest(Session& session, const InsightOptions& options) {
  OKAPI_ASSIGN_OR_RETURN(const auto scorecard, ScorecardRequest(session, options.report));
  GetKpiReportRequest request;
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_name(),
                         ExpandName(*FindKind("kpi"), options.name, session.org));
  request.set_period_type(scorecard.period_type());
  request.set_period_count(scorecard.period_count());
  if (scorecard.has_as_of_time()) *request.mutable_as_of_time() = scorecard.as_of_time();
  return request;
}

absl::StatusOr<GetAlignmentReportRequest> AlignmentRequest(Session& session,
                                                           const InsightOptions& options) {
  OKAPI_ASSIGN_OR_RETURN(const auto okr, OkrRequest(session, options.report));
  GetAlignmentReportRequest request;
  request.set_name(okr.name());
  request.set_cycle(okr.cycle());
  if (okr.has_as_of_time()) *request.mutable_as_of_time() = okr.as_of_time();
  return request;
}

absl::StatusOr<GetCombinedReportRequest> CombinedRequest(Session& session,
                                                         const InsightOptions& options) {
  OKAPI_ASSIGN_OR_RETURN(const auto scorecard, ScorecardRequest(session, options.report));
  ReportOptions objectives = options.report;
  objectives.as_of.clear();  // The day is one of KPIs, and goals need not be there.
  OKAPI_ASSIGN_OR_RETURN(const auto okr, OkrRequest(session, objectives));
  GetCombinedReportRequest request;
  request.set_name(scorecard.name());
  request.set_team(scorecard.team());
  request.set_cycle(okr.cycle());
  request.set_period_type(scorecard.period_type());
  request.set_period_count(scorecard.period_count());
  if (scorecard.has_as_of_time()) *request.mutable_as_of_time() = scorecard.as_of_time();
  request.set_language_code(options.report.language);
  return request;
}

// A review of days: from the beginning of the first, that is the end of the day before, to the end
// of the last.
absl::StatusOr<GetReviewPackRequest> ReviewRequest(Session& session,
                                                   const InsightOptions& options) {
  GetReviewPackRequest request;
  ReportOptions at = options.report;
  at.as_of = options.since;
  OKAPI_ASSIGN_OR_RETURN(const auto since, ScorecardRequest(session, at));
  request.set_name(since.name());
  request.set_team(since.team());
  *request.mutable_start_time() = since.as_of_time();
  if (!options.until.empty()) {
    at.as_of = options.until;
    OKAPI_ASSIGN_OR_RETURN(const auto until, ScorecardRequest(session, at));
    *request.mutable_end_time() = until.as_of_time();
  }
  return request;
}

absl::StatusOr<GetDigestRequest> DigestRequest(Session& session, const InsightOptions& options) {
  GetDigestRequest request;
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_name(),
                         ExpandName(*FindKind("member"), options.name, session.org));
  if (options.since.empty()) return request;
  ReportOptions at = options.report;
  at.as_of = options.since;
  OKAPI_ASSIGN_OR_RETURN(const auto since, ScorecardRequest(session, at));
  *request.mutable_start_time() = since.as_of_time();
  return request;
}

// A digest is for one person, and has no file.
int ShowDigest(Session& session, const InsightOptions& options) {
  const auto request = DigestRequest(session, options);
  if (!request.ok()) return ReportRequestError(request.status(), *session.err);
  Digest digest;
  const absl::Status status =
      session.connection().Call(ReportingMethod("GetDigest"), *request, digest);
  if (!status.ok()) return ReportError(InOptions(status, TimeOptions()), *session.err);
  *session.out << (session.json() ? ToJson(digest) : DigestText(digest, session.colour));
  return kExitOk;
}

// "created objective grow as a draft with 1 key result; it needs 1 more key result before ...".
std::string AcceptedText(const okapi::goals::v1::Objective& objective,
                         const DraftObjective& draft) {
  const int count = draft.key_results_size();
  const std::string missing = MissingKeyResultsText(draft, /*language=*/"");
  return absl::StrCat("created objective ", ShortName(objective.name()), " as a draft with ", count,
                      count == 1 ? " key result" : " key results", missing.empty() ? "" : "; it ",
                      missing, "\n");
}

// Finds the draft in the combined report and makes it an objective.
int Accept(Session& session, const InsightOptions& options) {
  const auto request = CombinedRequest(session, options);
  if (!request.ok()) return ReportRequestError(request.status(), *session.err);
  const auto kpi = ExpandName(*FindKind("kpi"), options.name, session.org);
  if (!kpi.ok()) return ReportUsage(kpi.status(), *session.err);
  CombinedReport report;
  const absl::Status read =
      session.connection().Call(ReportingMethod("GetCombinedReport"), *request, report);
  if (!read.ok()) return ReportError(read, *session.err);
  for (const Insight& insight : report.insights()) {
    if (insight.resource() != *kpi || insight.code() != Insight::UNADDRESSED_KPI) continue;
    if (!insight.others().empty()) {
      return ReportError(absl::FailedPreconditionError(insight.message()), *session.err);
    }
    if (!insight.has_draft()) continue;
    AcceptDraftObjectiveRequest accept;
    accept.set_parent(request->name());
    *accept.mutable_draft() = insight.draft();
    okapi::goals::v1::Objective objective;
    const absl::Status accepted =
        session.connection().Call(ReportingMethod("AcceptDraftObjective"), accept, objective);
    if (!accepted.ok()) return ReportError(accepted, *session.err);
    *session.out << (session.json() ? ToJson(objective) : AcceptedText(objective, insight.draft()));
    return kExitOk;
  }
  const absl::Status there = CheckExistence({*kpi}, session.caller());
  if (!there.ok()) return ReportError(there, *session.err);
  return ReportError(
      absl::FailedPreconditionError(absl::StrCat(
          "there is no draft for ", options.name,
          ": it is not red, an objective addresses it already, or no cycle is under way")),
      *session.err);
}

CLI::Validator IsPeriodWord() { return CLI::IsMember({"day", "week", "month", "quarter", "year"}); }

void AddAsOf(CLI::App& command, ReportOptions& options) {
  command.add_option("--as-of", options.as_of, "The day or time to look at; default: now");
}

void AddPeriods(CLI::App& command, ReportOptions& options) {
  command.add_option("--period", options.period, "Kind of the periods")
      ->check(IsPeriodWord())
      ->capture_default_str();
  command.add_option("--periods", options.periods, "How many periods, at most 120")
      ->check(CLI::Range(1, 120))
      ->capture_default_str();
}

// The service knows the KPI's frequency, and how many periods of it are worth a look.
void AddKpiReport(CLI::App& report, Session& session) {
  auto options = std::make_shared<InsightOptions>();
  options->report.period.clear();
  options->report.periods = 0;
  auto* kpi = report.add_subcommand(
      "kpi", "One KPI in depth: history, forecast, season, comments, who made the difference");
  kpi->add_option("kpi", options->name, "The KPI")->required();
  kpi->add_option("--period", options->report.period,
                  "Kind of the periods; default: how often the KPI is followed up")
      ->check(IsPeriodWord());
  kpi->add_option("--periods", options->report.periods,
                  "How many periods, at most 120; default: 12")
      ->check(CLI::Range(1, 120));
  AddAsOf(*kpi, options->report);
  AddExport(*kpi, options->report);
  kpi->callback([&session, options] {
    session.run = [&session, options] {
      return ShowInsight(
          session, options->report, "GetKpiReport", KpiRequest(session, *options),
          &ReportQuestion::mutable_kpi_report, KpiReport(),
          [&](const KpiReport& shown) { return KpiReportText(shown, session.colour); });
    };
  });
}

}  // namespace

void AddOneTimeReports(CLI::App& report, Session& session) {
  AddKpiReport(report, session);
  auto options = std::make_shared<InsightOptions>();
  auto* alignment = report.add_subcommand("alignment", "What hangs on what, and what on nothing");
  alignment->add_option("--cycle", options->report.cycle, "Only objectives of this cycle");
  AddAsOf(*alignment, options->report);
  AddExport(*alignment, options->report);
  alignment->callback([&session, options] {
    session.run = [&session, options] {
      return ShowInsight(
          session, options->report, "GetAlignmentReport", AlignmentRequest(session, *options),
          &ReportQuestion::mutable_alignment_report, AlignmentReport(),
          [&](const AlignmentReport& shown) { return AlignmentReportText(shown, session.colour); });
    };
  });
  auto* combined =
      report.add_subcommand("combined", "KPIs and OKRs side by side, and what falls between them");
  AddPeriods(*combined, options->report);
  AddAsOf(*combined, options->report);
  combined->add_flag("--only-insights", options->only_insights,
                     "Only what falls between KPIs and OKRs");
  combined->add_option("--team", options->report.team, "Only KPIs and objectives of this team");
  combined->add_option("--cycle", options->report.cycle, "Only objectives of this cycle");
  AddExport(*combined, options->report);
  combined->callback([&session, options] {
    session.run = [&session, options] {
      return ShowInsight(
          session, options->report, "GetCombinedReport", CombinedRequest(session, *options),
          &ReportQuestion::mutable_combined_report, CombinedReport(),
          [&](const CombinedReport& shown) {
            const DraftOptions draft{options->report.as_of, options->report.language};
            return options->only_insights ? InsightsOnlyText(shown, draft, session.colour)
                                          : CombinedReportText(shown, draft, session.colour);
          });
    };
  });
  auto* review =
      report.add_subcommand("review", "What moved and what was done since a day, why, and by whom");
  review->add_option("--since", options->since, "A day, from whose end on, or a time")->required();
  review->add_option("--until", options->until, "A day or time; default: now");
  review->add_option("--team", options->report.team, "Only what concerns this team");
  AddExport(*review, options->report);
  review->callback([&session, options] {
    session.run = [&session, options] {
      return ShowInsight(
          session, options->report, "GetReviewPack", ReviewRequest(session, *options),
          &ReportQuestion::mutable_review_pack, ReviewPack(),
          [&](const ReviewPack& shown) { return ReviewPackText(shown, session.colour); });
    };
  });
  auto* digest = report.add_subcommand(
      "digest", "What one person should know: what rings, what they owe, what moved");
  digest->add_option("member", options->name, "The member")->required();
  digest->add_option("--since", options->since,
                     "A day, from whose end on, or a time; default: a day ago");
  digest->callback([&session, options] {
    session.run = [&session, options] { return ShowDigest(session, *options); };
  });
}

void AddAccept(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("accept", "Make the draft for a red KPI an objective");
  auto options = std::make_shared<InsightOptions>();
  command->add_option("kpi", options->name, "The KPI, as `report combined` names it")->required();
  AddAsOf(*command, options->report);
  command->add_option("--language", options->report.language, "Of the draft: en or vi");
  command->footer(R"(Example:
  okapi accept revenue --org acme)");
  command->callback([&session, options] {
    session.run = [&session, options] { return Accept(session, *options); };
  });
}

}  // namespace okapi::cli
