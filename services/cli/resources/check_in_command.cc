#include <memory>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/status/convert.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/goals_service.grpc.pb.h"
#include "services/cli/files/decimal.h"
#include "services/cli/reports/report_request.h"
#include "services/cli/reports/what_if.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"
#include "services/cli/session/field_arguments.h"
#include "services/cli/session/message_text.h"
#include "services/cli/session/organization_days.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::CreateCheckInRequest;

struct CheckInOptions {
  std::string key_result;
  std::optional<double> value;
  std::optional<double> confidence;
  std::string time;
  std::string comment;
  std::string author;
  std::optional<std::string> done;
  std::string reached;
  std::string corrects;
  bool what_if = false;
};

// CLI11 would also take 0x10 and inf. Returns what is wrong with the text, as it asks of a check.
std::string CheckNumber(const std::string& text) {
  double value = 0;
  if (ParseDecimal(text, &value)) return "";
  return absl::StrCat("'", text, "' is not a finite decimal number; write it as -1234.5");
}

// A time, or a day: its first instant where the organization is.
absl::StatusOr<absl::Time> TimeOf(Session& session, const std::string& key_result,
                                  const std::string& text) {
  absl::CivilDay day;
  if (absl::ParseCivilTime(text, &day)) {
    return DayStartOf(session, key_result, CheckIn())(day);
  }
  absl::Time time;
  std::string error;
  // absl also knows "infinite-past".
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error) || time == absl::InfiniteFuture() ||
      time == absl::InfinitePast()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--time '", text, "' is neither a day such as 2025-03-14 nor 2025-03-14T09:00:00+07:00"));
  }
  return time;
}

absl::StatusOr<CreateCheckInRequest> RequestOf(Session& session, const CheckInOptions& options) {
  CreateCheckInRequest request;
  if (!session.org.empty()) OKAPI_RETURN_IF_ERROR(session.Organization().status());
  absl::StatusOr<std::string> parent =
      ExpandName(*FindKind("key-result"), options.key_result, session.org);
  if (!parent.ok()) return parent.status();
  request.set_parent(*parent);
  CheckIn& check_in = *request.mutable_check_in();
  if (options.value.has_value()) check_in.set_value(*options.value);
  if (options.confidence.has_value()) check_in.set_confidence(*options.confidence);
  check_in.set_comment(options.comment);
  if (options.done.has_value()) {
    auto& done = *check_in.mutable_done_milestones();
    for (absl::string_view id : absl::StrSplit(*options.done, ',', absl::SkipEmpty())) {
      done.add_milestone_ids(std::string(absl::StripAsciiWhitespace(id)));
    }
  }
  check_in.set_reached_step(options.reached);
  if (!options.corrects.empty()) {
    check_in.set_corrects(absl::StartsWith(options.corrects, "organizations/")
                              ? options.corrects
                              : absl::StrCat(*parent, "/checkIns/", options.corrects));
  }
  if (!options.time.empty()) {
    OKAPI_ASSIGN_OR_RETURN(const absl::Time time, TimeOf(session, *parent, options.time));
    *check_in.mutable_value_time() = api::ToTimestamp(time);
  }
  if (!options.author.empty()) {
    const std::string organization = parent->substr(0, parent->find("/objectives/"));
    absl::StatusOr<std::string> author =
        ExpandName(*FindKind("member"), options.author, organization);
    if (!author.ok()) return author.status();
    check_in.set_author(*author);
  }
  SetAuthor(session.actor, *parent, check_in);
  return request;
}

int RunCheckIn(Session& session, const CheckInOptions& options) {
  const auto request = RequestOf(session, options);
  if (!request.ok()) return ReportRequestError(request.status(), *session.err);
  if (options.what_if) return ShowWhatIf(session, *request);
  const auto* service =
      CreateCheckInRequest::descriptor()->file()->FindServiceByName("GoalsService");
  CheckIn check_in;
  const absl::Status status =
      session.connection().Call(*service->FindMethodByName("CreateCheckIn"), *request, check_in);
  if (!status.ok()) return ReportError(status, *session.err);
  *session.out << (session.json() ? ToJson(check_in)
                                  : absl::StrCat("checked in: ", check_in.name(), "\n"));
  return kExitOk;
}

}  // namespace

void AddCheckIn(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand(
      "check-in", "Report on a key result: its value, your confidence, what happened");
  auto options = std::make_shared<CheckInOptions>();
  command
      ->add_option("key-result", options->key_result,
                   "ORGANIZATION/OBJECTIVE/KEY_RESULT, or its full name")
      ->required();
  command->add_option("--value", options->value, "The measured value")->check(CheckNumber);
  command->add_option("--time", options->time,
                      "When it was measured, a day or a time; default: now");
  command->add_option("--confidence", options->confidence, "How likely the target is, from 0 to 1")
      ->check(CheckNumber);
  command->add_option("--comment", options->comment, "What happened and what comes next");
  command->add_option("--done", options->done,
                      "Of milestones: the ids of all that are done, joined by ','");
  command->add_option("--reached", options->reached,
                      "Of a scale: the id of the step where it stands");
  command->add_option("--corrects", options->corrects,
                      "The id of a check-in that was wrong: this one takes its place");
  command->add_option("--author", options->author,
                      "Who reports: a member's id; default: who asks, by --as");
  command->add_flag("--what-if", options->what_if, "Only say what would move, up to the top");
  command->footer(
      R"(The organization may come from --org. A key result that follows a KPI takes confidence and
comments, no value.

Examples:
  okapi check-in acme/grow/partners --value 42 --comment "two large deals"
  okapi check-in grow/revenue --org acme --confidence 0.6 --author lan)");
  command->callback([&session, options] {
    session.run = [&session, options] { return RunCheckIn(session, *options); };
  });
}

}  // namespace okapi::cli
