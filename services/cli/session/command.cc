#include "services/cli/session/command.h"

#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "services/cli/files/utf8.h"
#include "services/cli/terminal/display_text.h"

namespace okapi::cli {
namespace {

std::string WordsOf(const absl::Status& status) {
  return status.message().empty() ? absl::StatusCodeToString(status.code())
                                  : OneLine(status.message());
}

// What the message says beside the mistakes that get a line each: nothing where it was made of
// them; what follows, where they are so many that not all have details; all, where it is of its
// own.
absl::string_view BesideMistakes(absl::string_view message,
                                 const google::rpc::BadRequest& details) {
  absl::string_view rest = message;
  for (const auto& violation : details.field_violations()) {
    const std::string told = absl::StrCat(violation.field(), ": ", violation.description());
    absl::ConsumePrefix(&rest, "; ");
    if (absl::ConsumePrefix(&rest, told)) continue;
    // A long message is cut, its details are not.
    absl::ConsumeSuffix(&rest, "...");
    return absl::StartsWith(told, rest) ? "" : message;
  }
  absl::ConsumePrefix(&rest, "; ");
  return rest;
}

void Print(const absl::Status& status, std::ostream& err) {
  const google::rpc::BadRequest details = status::BadRequestOf(status);
  const int mistakes = details.field_violations_size();
  const absl::string_view rest = BesideMistakes(status.message(), details);
  const bool own_words = mistakes < 2 || rest.size() == status.message().size();
  err << "okapi: " << (own_words ? WordsOf(status) : absl::StrCat(mistakes, " mistakes")) << "\n";
  if (mistakes < 2) return;  // The message says it already.
  for (const auto& violation : details.field_violations()) {
    err << "  " << violation.field() << ": " << OneLine(violation.description()) << "\n";
  }
  if (!own_words && !rest.empty()) err << "  and: " << OneLine(rest) << "\n";
}

// An id or a full name. What else goes into a header is refused here: it could break the call.
std::string CheckActor(const std::string& actor) {
  const bool full = absl::StrContains(actor, '/');
  if (full ? api::LooksLikeName(actor) : api::CheckId(actor, "").ok()) return "";
  return "'" + actor + "' is neither the id nor the full name of a member";
}

}  // namespace

Connection& Session::connection() {
  if (connection_ == nullptr) connection_ = std::make_unique<Connection>(addresses, actor);
  return *connection_;
}

Caller Session::caller() {
  return [this](const google::protobuf::MethodDescriptor& method,
                const google::protobuf::Message& request, google::protobuf::Message& response) {
    return connection().Call(method, request, response);
  };
}

absl::StatusOr<std::string> Session::Organization() const {
  if (org.empty()) {
    return absl::InvalidArgumentError("say which organization: --org ID, or OKAPI_ORG");
  }
  if (absl::StartsWith(org, "organizations/")) return org;
  const absl::Status id = api::CheckId(org, "--org");
  if (!id.ok()) return absl::InvalidArgumentError(absl::StrCat("--org '", org, "' is not an id"));
  return absl::StrCat("organizations/", org);
}

void AddSharedOptions(CLI::App& app, Session& session) {
  app.set_version_flag("--version", std::string("okapi ") + kVersion);
  app.add_option("--goals", session.addresses.goals, "Address of the goal service")
      ->envname("OKAPI_GOALS")
      ->capture_default_str();
  app.add_option("--metrics", session.addresses.metrics, "Address of the metrics service")
      ->envname("OKAPI_METRICS")
      ->capture_default_str();
  app.add_option("--reporting", session.addresses.reporting, "Address of the reporting service")
      ->envname("OKAPI_REPORTING")
      ->capture_default_str();
  app.add_option("--org", session.org, "The organization: its id")->envname("OKAPI_ORG");
  app.add_option("--as", session.actor, "Who you are, a member's id: you see what they see")
      ->envname("OKAPI_AS")
      ->check(CheckActor);
  app.add_option("--output", session.output, "A table for people, or JSON for programs")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
}

absl::Status CheckArguments(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_type_name() == kPathType) continue;
    for (const std::string& text : option->results()) {
      if (IsUtf8(text)) continue;
      return absl::InvalidArgumentError(
          absl::StrCat(option->get_name(), ": '", absl::CHexEscape(text), "' is not UTF-8"));
    }
  }
  for (const CLI::App* command : app.get_subcommands()) {
    const absl::Status status = CheckArguments(*command);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

int ReportError(const absl::Status& status, std::ostream& err) {
  if (status.ok()) return kExitOk;
  Print(status, err);
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ? kExitUnreachable
                                                                         : kExitRefused;
}

int ReportUsage(const absl::Status& status, std::ostream& err) {
  if (status.ok()) return kExitOk;
  Print(status, err);
  return kExitUsage;
}

void AddVersion(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("version", "Print the version of this program");
  command->callback([&session] {
    session.run = [&session] {
      *session.out << (session.json() ? absl::StrCat("{\"version\": \"", kVersion, "\"}\n")
                                      : absl::StrCat("okapi ", kVersion, "\n"));
      return static_cast<int>(kExitOk);
    };
  });
}

}  // namespace okapi::cli
