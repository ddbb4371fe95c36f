// do: every method of a resource that is more than reading and writing it, such as closing an
// objective. No code per method.

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/cli/reports/report_request.h"
#include "services/cli/reports/what_if.h"
#include "services/cli/session/ask.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"
#include "services/cli/session/field_arguments.h"
#include "services/cli/session/message_text.h"

namespace okapi::cli {
namespace {

struct DoWords {
  std::string verb;
  std::string kind;
  std::string name;
  std::vector<std::string> fields;
  bool dry_run = false;
  bool what_if = false;
};

// sign-off as SignOff.
std::string Camel(absl::string_view words) {
  std::string camel;
  for (const absl::string_view word : absl::StrSplit(words, '-', absl::SkipEmpty())) {
    camel += absl::ascii_toupper(static_cast<unsigned char>(word[0]));
    absl::StrAppend(&camel, word.substr(1));
  }
  return camel;
}

bool IsStandard(absl::string_view method) {
  for (const char* verb : {"Get", "List", "Create", "Update", "Delete", "Batch", "Aggregate"}) {
    if (absl::StartsWith(method, verb)) return true;
  }
  return false;
}

// The verbs of a kind: methods of its service that end in its name and take a `name`.
std::vector<const MethodDescriptor*> MethodsOf(const Kind& kind) {
  std::vector<const MethodDescriptor*> methods;
  const auto* service = kind.get->service();
  for (int i = 0; i < service->method_count(); ++i) {
    const MethodDescriptor* method = service->method(i);
    if (absl::EndsWith(method->name(), kind.resource->name()) && !IsStandard(method->name()) &&
        !method->server_streaming() && !method->client_streaming() &&
        method->input_type()->FindFieldByName("name") != nullptr) {
      methods.push_back(method);
    }
  }
  return methods;
}

std::string VerbOf(const MethodDescriptor& method, const Kind& kind) {
  std::string verb;
  for (const char c : absl::StripSuffix(method.name(), kind.resource->name())) {
    const auto u = static_cast<unsigned char>(c);
    if (!verb.empty() && absl::ascii_isupper(u)) verb += '-';
    verb += static_cast<char>(absl::ascii_tolower(u));
  }
  return verb;
}

absl::StatusOr<const MethodDescriptor*> FindMethod(const DoWords& words, const Kind& kind) {
  const std::string wanted = absl::StrCat(Camel(words.verb), kind.resource->name());
  std::vector<std::string> verbs;
  for (const MethodDescriptor* method : MethodsOf(kind)) {
    if (method->name() == wanted) return method;
    verbs.push_back(VerbOf(*method, kind));
  }
  return absl::InvalidArgumentError(
      verbs.empty() ? absl::StrCat("there is nothing to do with ", kind.plural)
                    : absl::StrCat("'", words.verb, "' is nothing to do with ", kind.plural,
                                   "; there are ", absl::StrJoin(verbs, ", ")));
}

int RunDo(Session& session, const DoWords& words) {
  const Kind* kind = FindKind(words.kind);
  if (kind == nullptr) {
    return ReportUsage(absl::InvalidArgumentError(absl::StrCat(
                           "'", words.kind, "' is no kind of resource; there are ", KindWords())),
                       *session.err);
  }
  const auto method = FindMethod(words, *kind);
  if (!method.ok()) return ReportUsage(method.status(), *session.err);
  const auto name = ExpandName(*kind, words.name, session.org);
  if (!name.ok()) return ReportUsage(name.status(), *session.err);
  const auto request = NewMessage((*method)->input_type());
  SetString(*request, "name", *name);
  const absl::Status filled =
      SetFields(words.fields, *name, {"name", "request_id", "validate_only"},
                DayStartOf(session, *name, *request), *request);
  if (!filled.ok()) return ReportRequestError(filled, *session.err);
  SetAuthor(session.actor, *name, *request);
  if (words.what_if) {
    if (CanBeTried(*(*method)->input_type())) return ShowWhatIf(session, *request);
    return ReportUsage(
        absl::InvalidArgumentError(absl::StrCat("--what-if does not know what '", words.verb,
                                                "' would move; see --dry-run")),
        *session.err);
  }
  if (words.dry_run) OnlyCheck(*request);
  return Ask(session, **method, *request, ToYaml);
}

std::string AllVerbs() {
  std::string text;
  for (const Kind& kind : Kinds()) {
    std::vector<std::string> verbs;
    for (const MethodDescriptor* method : MethodsOf(kind)) verbs.push_back(VerbOf(*method, kind));
    if (!verbs.empty()) {
      absl::StrAppend(&text, "  ", kind.singular, ": ", absl::StrJoin(verbs, ", "), "\n");
    }
  }
  return text;
}

}  // namespace

void AddDo(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("do", "Close, propose, retarget, retire, ... a resource");
  auto words = std::make_shared<DoWords>();
  command->add_option("verb", words->verb, "What to do")->required();
  command->add_option("kind", words->kind, "With which kind of resource")->required();
  command->add_option("name", words->name, "Its ids joined by '/', or its full name")->required();
  command->add_option("fields", words->fields, "Fields of the request: FIELD=VALUE");
  auto* dry_run = command->add_flag("--dry-run", words->dry_run, "Only say what would come of it");
  command
      ->add_flag(
          "--what-if", words->what_if,
          "Of a retarget: only say what would move, up to the top; see check-in and update too")
      ->excludes(dry_run);
  command->footer(
      absl::StrCat("A text is taken as it is typed, any other value is YAML. The fields are those "
                   "of the request's proto.\n\n"
                   "What there is to do:\n",
                   AllVerbs(), R"(
Examples:
  okapi do close objective grow --org acme reason="the quarter is over"
  okapi do retarget key-result grow/revenue --org acme "from_to={baseline: 0, target: 20}" reason="the market grew"
  okapi do retarget key-result grow/revenue --org acme "range={min: 5}" reason="what if" --what-if
  okapi do close cycle 2026-q1 --org acme carry_over_cycle=2026-q2 --dry-run)"));
  command->callback(
      [&session, words] { session.run = [&session, words] { return RunDo(session, *words); }; });
}

}  // namespace okapi::cli
