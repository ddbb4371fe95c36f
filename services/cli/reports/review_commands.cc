// explain and review: what to make of goals.

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/review_service.pb.h"
#include "okapi/reporting/v1/reporting_service.pb.h"
#include "services/cli/reports/insight_text.h"
#include "services/cli/reports/report_request.h"
#include "services/cli/reports/review_text.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"
#include "services/cli/session/display_names.h"
#include "services/cli/session/message_text.h"
#include "services/cli/session/option_names.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::Calibration;
using okapi::goals::v1::CompareProfilesRequest;
using okapi::goals::v1::CompareProfilesResponse;
using okapi::goals::v1::CycleResult;
using okapi::goals::v1::ExplainRequest;
using okapi::goals::v1::Explanation;
using okapi::goals::v1::GetCalibrationRequest;
using okapi::goals::v1::GetCycleResultRequest;
using okapi::goals::v1::ListDueRequest;
using okapi::goals::v1::ListDueResponse;
using okapi::goals::v1::ListFindingsRequest;
using okapi::goals::v1::ListFindingsResponse;

struct ReviewOptions {
  std::string name;
  std::string cycle;
  std::string member;
  std::string language;
  bool kpi = false;
  bool samples = false;
  // Of calibration: the terms behind the numbers, of one team if it is not empty.
  bool explain = false;
  std::string team;
  // From when to look, if it is given, and whether by what was known then.
  std::string as_of;
  bool known_then = false;
  // Of a KPI, as far as they are given: at which period and which member, and over how many
  // periods.
  std::string period;
  std::string member_of_kpi;
  int periods = 0;
};

const MethodDescriptor& ReviewMethod(const std::string& name) {
  return *ExplainRequest::descriptor()
              ->file()
              ->FindServiceByName("ReviewService")
              ->FindMethodByName(name);
}

// Calls, and prints what `text` makes of the answer.
template <typename Request, typename Response, typename Text>
int Show(Session& session, const std::string& method, const absl::StatusOr<Request>& request,
         Response response, Text text) {
  if (!request.ok()) return ReportUsage(request.status(), *session.err);
  const absl::Status status = session.connection().Call(ReviewMethod(method), *request, response);
  if (!status.ok()) return ReportError(status, *session.err);
  *session.out << (session.json() ? ToJson(response) : text(response));
  return kExitOk;
}

// Every page of a list in one answer.
template <typename Request, typename Response, typename Text>
int ShowAll(Session& session, const std::string& method, absl::StatusOr<Request> request,
            Response all, Text text) {
  if (!request.ok()) return ReportUsage(request.status(), *session.err);
  request->set_page_size(1000);
  while (true) {
    Response page;
    const absl::Status status = session.connection().Call(ReviewMethod(method), *request, page);
    if (!status.ok()) return ReportError(status, *session.err);
    request->set_page_token(page.next_page_token());
    all.MergeFrom(page);
    if (page.next_page_token().empty()) break;
  }
  all.clear_next_page_token();
  *session.out << (session.json() ? ToJson(all) : text(all));
  return kExitOk;
}

// An id of the kind, or a full name; empty stays empty.
absl::StatusOr<std::string> Expanded(const std::string& kind, const std::string& id,
                                     const Session& session) {
  if (id.empty()) return id;
  return ExpandName(*FindKind(kind), id, session.org);
}

absl::StatusOr<std::string> GoalNamed(const Session& session, const std::string& name) {
  if (absl::StartsWith(name, "organizations/")) {
    OKAPI_RETURN_IF_ERROR(CheckWithin(name, session.org));
    return name;
  }
  // One id more than an objective has is that of a key result. It goes first: with an organization
  // given, two ids are not that and an objective.
  const Kind* kind = FindKind("key-result");
  if (!CanName(*kind, name, session.org)) kind = FindKind("objective");
  return ExpandName(*kind, name, session.org);
}

// The time that --as-of says, if it is given. May ask for the organization's time zone.
absl::StatusOr<std::optional<google::protobuf::Timestamp>> AsOf(Session& session,
                                                                const ReviewOptions& options) {
  if (options.as_of.empty()) return std::nullopt;
  ReportOptions at;
  at.as_of = options.as_of;
  OKAPI_ASSIGN_OR_RETURN(const auto scorecard, ScorecardRequest(session, at));
  return scorecard.as_of_time();
}

absl::StatusOr<ExplainRequest> ExplainOf(Session& session, const ReviewOptions& options) {
  ExplainRequest request;
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_name(), GoalNamed(session, options.name));
  OKAPI_ASSIGN_OR_RETURN(const auto as_of, AsOf(session, options));
  if (as_of.has_value()) {
    *request.mutable_read_time() = *as_of;
    request.set_known_now(!options.known_then);
  }
  return request;
}

// Which of a KPI's numbers.
absl::Status SetCell(const ReviewOptions& options,
                     okapi::reporting::v1::ExplainNumberRequest& request) {
  request.set_period(options.period);
  request.set_period_count(options.periods);
  if (!options.member_of_kpi.empty()) {
    const size_t split = options.member_of_kpi.find('=');
    if (split == 0 || split == std::string::npos) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", options.member_of_kpi, "' is no member, such as region=north"));
    }
    request.set_dimension(options.member_of_kpi.substr(0, split));
    request.set_member(options.member_of_kpi.substr(split + 1));
  }
  return absl::OkStatus();
}

absl::StatusOr<okapi::reporting::v1::ExplainNumberRequest> NumberOf(Session& session,
                                                                    const ReviewOptions& options) {
  okapi::reporting::v1::ExplainNumberRequest request;
  if (options.kpi) {
    OKAPI_ASSIGN_OR_RETURN(*request.mutable_name(), Expanded("kpi", options.name, session));
    OKAPI_RETURN_IF_ERROR(SetCell(options, request));
  } else {
    OKAPI_ASSIGN_OR_RETURN(*request.mutable_name(), GoalNamed(session, options.name));
  }
  OKAPI_ASSIGN_OR_RETURN(const auto as_of, AsOf(session, options));
  if (as_of.has_value()) *request.mutable_as_of_time() = *as_of;
  return request;
}

// Through the reporting service, which follows a number into metrics.
int ShowNumber(Session& session, const ReviewOptions& options) {
  const auto request = NumberOf(session, options);
  if (!request.ok()) return ReportRequestError(request.status(), *session.err);
  okapi::reporting::v1::NumberExplanation explanation;
  const auto* method =
      request->GetDescriptor()->file()->service(0)->FindMethodByName("ExplainNumber");
  const absl::Status status = session.connection().Call(*method, *request, explanation);
  const OptionNames typed = {{"period", "--period"},
                             {"period_count", "--periods"},
                             {"as_of_time", "--as-of"},
                             {"member", "--member"}};
  if (!status.ok()) return ReportError(InOptions(status, typed), *session.err);
  *session.out << (session.json() ? ToJson(explanation)
                                  : NumberExplanationText(explanation, session.colour));
  return kExitOk;
}

absl::StatusOr<ListFindingsRequest> FindingsOf(const Session& session,
                                               const ReviewOptions& options) {
  ListFindingsRequest request;
  OKAPI_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  request.set_parent(absl::StrCat(organization, "/objectives/-"));
  if (!options.name.empty()) {
    OKAPI_ASSIGN_OR_RETURN(*request.mutable_parent(), Expanded("objective", options.name, session));
  }
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_cycle(), Expanded("cycle", options.cycle, session));
  request.set_language_code(options.language);
  return request;
}

absl::StatusOr<ListDueRequest> DueOf(const Session& session, const ReviewOptions& options) {
  ListDueRequest request;
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_member(), Expanded("member", options.member, session));
  return request;
}

absl::StatusOr<CompareProfilesRequest> ProfilesOf(const Session& session,
                                                  const ReviewOptions& options) {
  CompareProfilesRequest request;
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_cycle(), Expanded("cycle", options.cycle, session));
  return request;
}

absl::StatusOr<GetCalibrationRequest> CalibrationOf(const Session& session,
                                                    const ReviewOptions& options) {
  GetCalibrationRequest request;
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_cycle(), Expanded("cycle", options.cycle, session));
  return request;
}

absl::StatusOr<GetCycleResultRequest> CycleResultOf(const Session& session,
                                                    const ReviewOptions& options) {
  GetCycleResultRequest request;
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_name(), Expanded("cycle", options.cycle, session));
  return request;
}

absl::StatusOr<ExplainRequest> ExplainCalibrationOf(const Session& session,
                                                    const ReviewOptions& options) {
  ExplainRequest request;
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_name(), session.Organization());
  if (!options.team.empty()) {
    OKAPI_ASSIGN_OR_RETURN(*request.mutable_name(), Expanded("team", options.team, session));
  }
  OKAPI_ASSIGN_OR_RETURN(*request.mutable_cycle(), Expanded("cycle", options.cycle, session));
  return request;
}

}  // namespace

void AddExplain(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("explain", "Why a number is what it is");
  auto options = std::make_shared<ReviewOptions>();
  command->add_option("name", options->name, "OBJECTIVE or OBJECTIVE/KEY_RESULT; with --kpi a KPI")
      ->required();
  auto* kpi =
      command->add_flag("--kpi", options->kpi, "Explain a KPI's number, down to its samples");
  auto* as_of =
      command->add_option("--as-of", options->as_of, "The day or time to look from; default: now");
  command
      ->add_option(
          "--period", options->period,
          "Of a KPI: the period, such as 2025-11, 2025-Q4 or 2025-W07; default: the one at "
          "that time")
      ->needs(kpi);
  command
      ->add_option("--member", options->member_of_kpi,
                   "Of a KPI: of one member of a dimension, such as region=north")
      ->needs(kpi);
  command
      ->add_option("--periods", options->periods,
                   "Of a KPI: how many periods its trend is made of; default: 6")
      ->check(CLI::Range(1, 120))
      ->needs(kpi);
  auto* samples = command->add_flag("--samples", options->samples,
                                    "Also of the KPIs behind it, down to their samples");
  command
      ->add_flag("--known-then", options->known_then,
                 "Of a goal at that time: by the values that were known then; forecasts and error "
                 "budgets rest on the days of KPIs as they are known now")
      ->needs(as_of)
      ->excludes(kpi)
      ->excludes(samples);
  command->footer(R"(Examples:
  okapi explain grow --org acme
  okapi explain grow/revenue --org acme --samples
  okapi explain grow --as-of 2025-11-30 --org acme
  okapi explain revenue --kpi --org acme
  okapi explain revenue --kpi --period 2025-11 --member region=north --org acme
  okapi explain revenue --kpi --as-of 2025-12-15 --org acme)");
  command->callback([&session, options] {
    session.run = [&session, options] {
      if (options->kpi || options->samples) return ShowNumber(session, *options);
      return Show(session, "Explain", ExplainOf(session, *options), Explanation(), ExplanationText);
    };
  });
}

void AddReview(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("review",
                                     "What deserves a second look, who owes a check-in, how well "
                                     "people foresaw, what came of a cycle");
  command->require_subcommand(1);
  auto options = std::make_shared<ReviewOptions>();
  auto* findings = command->add_subcommand(
      "findings", "Wording that could be better, and claims that the numbers do not bear out");
  findings->add_option("objective", options->name, "Only this objective");
  findings->add_option("--cycle", options->cycle, "Only objectives of this cycle");
  findings->add_option("--language", options->language, "Of the advice: en or vi");
  findings->callback([&session, options] {
    session.run = [&session, options] {
      return ShowAll(session, "ListFindings", FindingsOf(session, *options), ListFindingsResponse(),
                     FindingsText);
    };
  });
  auto* due = command->add_subcommand("due", "Who owes a check-in now");
  due->add_option("--member", options->member, "Only what concerns this member");
  due->callback([&session, options] {
    session.run = [&session, options] {
      return ShowAll(session, "ListDue", DueOf(session, *options), ListDueResponse(),
                     [&](const ListDueResponse& all) {
                       // The request was made of it.
                       const auto names = ReadDisplayNames(session, *session.Organization());
                       return DueText(all.due(), names);
                     });
    };
  });
  auto* calibration =
      command->add_subcommand("calibration", "Confidence beside what came of it, team by team");
  calibration->add_option("--cycle", options->cycle, "Only objectives of this cycle");
  auto* explain = calibration->add_flag("--explain", options->explain,
                                        "Every forecast that went in, and the sums");
  calibration->add_option("--team", options->team, "Explain this team's numbers only")
      ->needs(explain);
  calibration->callback([&session, options] {
    session.run = [&session, options] {
      if (options->explain) {
        return Show(session, "Explain", ExplainCalibrationOf(session, *options), Explanation(),
                    ExplanationText);
      }
      return Show(session, "GetCalibration", CalibrationOf(session, *options), Calibration(),
                  [&](const Calibration& shown) {
                    return CalibrationText(shown,
                                           ReadDisplayNames(session, *session.Organization()));
                  });
    };
  });
  auto* cycle = command->add_subcommand("cycle", "What came of a cycle: its grades and their mean");
  cycle->add_option("cycle", options->cycle, "Its id, or its full name")->required();
  cycle->callback([&session, options] {
    session.run = [&session, options] {
      return Show(session, "GetCycleResult", CycleResultOf(session, *options), CycleResult(),
                  CycleResultText);
    };
  });
  auto* profiles = command->add_subcommand(
      "profiles", "What every scoring profile makes of the same objectives");
  profiles->add_option("--cycle", options->cycle, "Only objectives of this cycle");
  profiles->callback([&session, options] {
    session.run = [&session, options] {
      return ShowAll(session, "CompareProfiles", ProfilesOf(session, *options),
                     CompareProfilesResponse(), ProfilesText);
    };
  });
  AddErrorBudget(*command, session);
  command->footer(R"(Examples:
  okapi review findings --org acme
  okapi review due --org acme --member ann
  okapi review profiles --org acme --cycle 2026-q1
  okapi review budget shop/available --org acme
  okapi review cycle 2026-q1 --org acme
  okapi review calibration --org acme
  okapi review calibration --explain --team sales --org acme)");
}

}  // namespace okapi::cli
