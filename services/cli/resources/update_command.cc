// update: some fields of any resource, such as what people say of an objective. What is written
// down for a whole company is a file's, for `apply`.

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/field_mask.pb.h"
#include "services/cli/reports/report_request.h"
#include "services/cli/reports/what_if.h"
#include "services/cli/session/ask.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"
#include "services/cli/session/field_arguments.h"
#include "services/cli/session/message_text.h"

namespace okapi::cli {
namespace {

struct UpdateWords {
  std::string kind;
  std::string name;
  std::vector<std::string> fields;
  std::vector<std::string> cleared;
  std::string reason;
  bool dry_run = false;
  bool what_if = false;
};

// `okapi update settings active_kpis_per_owner_max=7`: what every organization has once has no id.
UpdateWords Shifted(UpdateWords words) {
  if (words.name.find('=') != std::string::npos) {
    words.fields.insert(words.fields.begin(), words.name);
    words.name.clear();
  }
  return words;
}

// Why a field cannot be emptied; empty if it can.
std::string WhyNotCleared(const std::string& field, const std::set<std::string>& given,
                          const Kind& kind) {
  if (kind.resource->FindFieldByName(field) == nullptr) {
    return absl::StrCat("--clear: '", field, "' is no field of ", kind.plural);
  }
  if (field == "name") return "--clear: name says which one it is, and stays";
  if (field == "etag") return "--clear: etag is the server's";
  if (given.count(field) > 0) return absl::StrCat(field, ": is given, and cleared by --clear");
  return "";
}

// The fields that are given, and those that are taken back, each once.
absl::StatusOr<google::protobuf::FieldMask> MaskOf(const UpdateWords& words, const Kind& kind) {
  std::vector<std::string> problems;
  std::set<std::string> given;
  for (const std::string& argument : words.fields) {
    given.insert(argument.substr(0, argument.find('=')));
  }
  if (given.count("name") > 0) problems.emplace_back("name: says which one it is, and stays");
  const std::set<std::string> cleared(words.cleared.begin(), words.cleared.end());
  for (const std::string& field : cleared) {
    std::string problem = WhyNotCleared(field, given, kind);
    if (!problem.empty()) problems.push_back(std::move(problem));
  }
  if (!problems.empty()) return absl::InvalidArgumentError(absl::StrJoin(problems, "; "));
  google::protobuf::FieldMask mask;
  for (const std::string& field : given) mask.add_paths(field);
  for (const std::string& field : cleared) mask.add_paths(field);
  if (mask.paths().empty()) {
    return absl::InvalidArgumentError("say what is to change: FIELD=VALUE, or --clear FIELD");
  }
  return mask;
}

int RunUpdate(Session& session, const UpdateWords& words) {
  const Kind* kind = FindKind(words.kind);
  if (kind == nullptr || kind->update == nullptr) {
    return ReportUsage(absl::InvalidArgumentError(absl::StrCat(
                           "'", words.kind, "' is no kind of resource that can be updated")),
                       *session.err);
  }
  const auto name = ExpandName(*kind, words.name, session.org);
  if (!name.ok()) return ReportUsage(name.status(), *session.err);
  const auto mask = MaskOf(words, *kind);
  if (!mask.ok()) return ReportUsage(mask.status(), *session.err);
  const auto request = NewMessage(kind->update->input_type());
  const auto* reflection = request->GetReflection();
  const auto* type = request->GetDescriptor();
  Message& resource =
      *reflection->MutableMessage(request.get(), type->FindFieldByName(kind->Field()));
  const absl::Status set =
      SetFields(words.fields, *name, {"name"}, DayStartOf(session, *name, resource), resource);
  if (!set.ok()) return ReportRequestError(set, *session.err);
  SetString(resource, "name", *name);
  SetAuthor(session.actor, *name, *request);
  if (!words.reason.empty()) {
    if (type->FindFieldByName("reason") == nullptr) {
      return ReportUsage(absl::InvalidArgumentError(
                             absl::StrCat("--reason: of ", kind->plural, " no reason is kept")),
                         *session.err);
    }
    SetString(*request, "reason", words.reason);
  }
  reflection->MutableMessage(request.get(), type->FindFieldByName("update_mask"))->CopyFrom(*mask);
  if (words.what_if) {
    if (CanBeTried(*type)) return ShowWhatIf(session, *request);
    return ReportUsage(absl::InvalidArgumentError(absl::StrCat(
                           "--what-if knows of objectives and key results, not of ", kind->plural)),
                       *session.err);
  }
  if (words.dry_run) OnlyCheck(*request);
  return Ask(session, *kind->update, *request, ToYaml);
}

}  // namespace

void AddUpdate(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("update", "Change some fields of one resource");
  auto words = std::make_shared<UpdateWords>();
  command->add_option("kind", words->kind, "Which kind of resource")->required();
  command->add_option("name", words->name, "Its ids joined by '/', or its full name")->required();
  command->add_option("fields", words->fields, "What is to change: FIELD=VALUE");
  command->add_option("--clear", words->cleared, "A field that is to be empty again")->take_all();
  command->add_option("--reason", words->reason, "Of a KPI: why, kept with who changed what when");
  auto* dry_run = command->add_flag("--dry-run", words->dry_run, "Only say what would come of it");
  command
      ->add_flag("--what-if", words->what_if,
                 "Of an objective or key result: only say what would move, up to the top")
      ->excludes(dry_run);
  command->footer(
      R"(A text is taken as it is typed, any other value is YAML. The fields are those of the resource's proto.

Examples:
  okapi update objective grow --org acme --as mai "assessment={status: AT_RISK, reason: a supplier left, last_date: 2026-03-31}"
  okapi update objective grow --org acme --as mai "retrospective={went_well: two teams on one list, lessons: ask sooner}"
  okapi update key-result grow/revenue --org acme weight=3 --what-if
  okapi update kpi revenue --org acme --as mai "targets=[{value: 120000}]" --reason "two more shops"
  okapi update team sales --org acme "cadence={every: TWO_WEEKS, day: MONDAY}"
  okapi update objective grow --org acme --clear assessment)");
  command->callback([&session, words] {
    session.run = [&session, words] { return RunUpdate(session, Shifted(*words)); };
  });
}

}  // namespace okapi::cli
