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
#include "common/status/status_macros.h"
#include "services/cli/catalogue.h"
#include "services/cli/command.h"
#include "services/cli/company_file_references.h"
#include "services/cli/message_text.h"
#include "services/cli/yaml_message.h"

namespace okapi::cli {
namespace {

struct Words {
  std::string verb;
  std::string kind;
  std::string name;
  std::vector<std::string> fields;
  bool dry_run = false;
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

absl::StatusOr<const MethodDescriptor*> FindMethod(const Words& words, const Kind& kind) {
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

// A text is taken as it is typed; anything else is YAML, such as {baseline: 0, target: 20}.
std::string YamlOf(absl::string_view value, const FieldDescriptor* field) {
  const bool text = field != nullptr && !field->is_repeated() &&
                    field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  if (!text) return std::string(value);
  std::string quoted = "'";
  for (const char c : value) absl::StrAppend(&quoted, c == '\'' ? "''" : std::string(1, c));
  return quoted + "'";
}

// One line per field, so that an error's line is the number of the argument.
absl::StatusOr<std::string> DocumentOf(const Words& words, const Descriptor& request) {
  std::string document;
  for (const std::string& argument : words.fields) {
    const size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", argument, "' is not like reason=\"the quarter is over\""));
    }
    const std::string field = argument.substr(0, equals);
    absl::StrAppend(
        &document, field, ": ",
        YamlOf(absl::string_view(argument).substr(equals + 1), request.FindFieldByName(field)),
        "\n");
  }
  return document;
}

absl::Status Fill(const Words& words, const std::string& name, Message& request) {
  SetString(request, "name", name);
  OKAPI_ASSIGN_OR_RETURN(const std::string document, DocumentOf(words, *request.GetDescriptor()));
  if (document.empty()) return absl::OkStatus();
  YamlErrors errors("argument");
  const TextRule complete = [&name](const FieldDescriptor& field, std::string& text) {
    const Kind* kind = ReferencedKind(field);
    return kind == nullptr ? std::string() : CompleteReference(*kind, name, text, text);
  };
  try {  // yaml-cpp's way to tell.
    SetFromYaml(YAML::Load(document), "", request, {"name", "request_id", "validate_only"},
                complete, errors);
  } catch (const YAML::Exception& error) {
    return absl::InvalidArgumentError(
        absl::StrCat("argument ", error.mark.line + 1, " is no YAML value: ", error.msg));
  }
  if (errors.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(errors.errors(), "\n"));
}

int Run(Session& session, const Words& words) {
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
  const auto response = NewMessage((*method)->output_type());
  const absl::Status filled = Fill(words, *name, *request);
  if (!filled.ok()) return ReportUsage(filled, *session.err);
  const auto* validate_only = request->GetDescriptor()->FindFieldByName("validate_only");
  if (words.dry_run && validate_only != nullptr) {
    request->GetReflection()->SetBool(request.get(), validate_only, true);
  }
  const absl::Status status = session.connection().Call(**method, *request, *response);
  if (!status.ok()) return Report(status, *session.err);
  *session.out << (session.json() ? ToJson(*response) : ToYaml(*response));
  return kExitOk;
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
  auto words = std::make_shared<Words>();
  command->add_option("verb", words->verb, "What to do")->required();
  command->add_option("kind", words->kind, "With which kind of resource")->required();
  command->add_option("name", words->name, "Its ids joined by '/', or its full name")->required();
  command->add_option("fields", words->fields, "Fields of the request: FIELD=VALUE");
  command->add_flag("--dry-run", words->dry_run, "Only say what would come of it");
  command->footer(
      absl::StrCat("A text is taken as it is typed, any other value is YAML. The fields are those "
                   "of the request's proto.\n\n"
                   "What there is to do:\n",
                   AllVerbs(), R"(
Examples:
  okapi do close objective grow --org acme reason="the quarter is over"
  okapi do retarget key-result grow/revenue --org acme "from_to={baseline: 0, target: 20}" reason="the market grew"
  okapi do close cycle 2026-q1 --org acme carry_over_cycle=2026-q2 --dry-run)"));
  command->callback(
      [&session, words] { session.run = [&session, words] { return Run(session, *words); }; });
}

}  // namespace okapi::cli
