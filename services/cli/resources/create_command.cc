// create: any resource that people make one by one, such as a decision or a rule for alerts.

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "okapi/reporting/v1/snapshot.pb.h"
#include "services/cli/reports/kept_report_text.h"
#include "services/cli/reports/report_request.h"
#include "services/cli/session/ask.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"
#include "services/cli/session/field_arguments.h"
#include "services/cli/session/message_text.h"

namespace okapi::cli {
namespace {

struct CreateWords {
  std::string kind;
  std::string name;
  std::vector<std::string> fields;
  bool dry_run = false;
};

// The full name of what the new resource belongs to, from the ids that were typed before its own.
absl::StatusOr<std::string> ParentFrom(Session& session, const Kind& kind, const std::string& ids) {
  const Kind* parent = nullptr;
  for (const Kind& other : Kinds()) {
    if (other.pattern->text() == kind.ParentPattern()) parent = &other;
  }
  if (parent != nullptr && parent->pattern->size() > 1)
    return ExpandName(*parent, ids, session.org);
  if (ids.empty()) return session.Organization();
  OKAPI_ASSIGN_OR_RETURN(std::string organization,
                         ExpandName(*FindKind("organization"), ids, session.org));
  OKAPI_RETURN_IF_ERROR(CheckWithin(organization, session.org));
  return organization;
}

// Whether it belongs to something else than an organization, such as a comment to a KPI.
bool IsBelowAnother(const Kind& kind) {
  const std::string parent = kind.ParentPattern();
  return !parent.empty() && api::NamePattern(parent).size() > 1;
}

absl::Status NeedsParent(const Kind& kind, const std::string& typed) {
  const std::string parent = typed.empty() ? "PARENT" : typed;
  return absl::InvalidArgumentError(
      absl::StrCat("say what the ", kind.singular, " belongs to: ", parent, "/ID, or ", parent,
                   "/: with a slash at the end the service chooses the id"));
}

std::string FieldOf(const std::string& argument) { return argument.substr(0, argument.find('=')); }

// The method that knows all the fields of its request: one that begins from something if a field of
// that is given, and no other knows it.
const MethodDescriptor* MethodFor(const Kind& kind, const std::vector<std::string>& arguments) {
  if (kind.create_from == nullptr) return kind.create;
  const auto begins = [&kind](const std::string& argument) {
    const std::string name = FieldOf(argument);
    return kind.resource->FindFieldByName(name) == nullptr &&
           kind.create->input_type()->FindFieldByName(name) == nullptr &&
           kind.create_from->input_type()->FindFieldByName(name) != nullptr;
  };
  return std::any_of(arguments.begin(), arguments.end(), begins) ? kind.create_from : kind.create;
}

Message& ResourceIn(const Kind& kind, Message& request) {
  return *request.GetReflection()->MutableMessage(
      &request, request.GetDescriptor()->FindFieldByName(kind.Field()));
}

// Fields of the resource, and those of the request that are more than that, such as a template.
absl::Status Fill(const CreateWords& words, const Kind& kind, const std::string& parent,
                  const DayStart& day_start, Message& request) {
  const auto* descriptor = request.GetDescriptor();
  Message& resource = ResourceIn(kind, request);
  std::vector<std::string> of_request;
  std::vector<std::string> of_resource;
  for (const std::string& field : words.fields) {
    const std::string name = FieldOf(field);
    const bool own = kind.resource->FindFieldByName(name) == nullptr &&
                     descriptor->FindFieldByName(name) != nullptr;
    (own ? of_request : of_resource).push_back(field);
  }
  const std::string id_field = kind.Field() + "_id";
  status::FieldViolations violations;
  OKAPI_RETURN_IF_ERROR(SetFields(of_request, parent, {"parent", kind.Field(), id_field}, day_start,
                                  request, violations));
  OKAPI_RETURN_IF_ERROR(SetFields(of_resource, parent, {"name"}, day_start, resource, violations));
  return violations.ToStatus();
}

// A snapshot has all the data of a company; what it is of is enough to see that it was taken.
std::string CreatedText(const Message& resource) {
  const auto* snapshot =
      google::protobuf::DynamicCastToGenerated<okapi::reporting::v1::Snapshot>(&resource);
  return snapshot == nullptr ? ToYaml(resource) : SnapshotSummaryText(*snapshot);
}

int RunCreate(Session& session, const CreateWords& words) {
  const Kind* kind = FindKind(words.kind);
  if (kind == nullptr || kind->create == nullptr) {
    return ReportUsage(absl::InvalidArgumentError(absl::StrCat(
                           "'", words.kind, "' is no kind of resource that can be created")),
                       *session.err);
  }
  // `okapi create decision text=...`: the service chooses the id.
  CreateWords typed = words;
  if (typed.name.find('=') != std::string::npos) {
    typed.fields.insert(typed.fields.begin(), typed.name);
    typed.name.clear();
  }
  const size_t slash = typed.name.rfind('/');
  if (slash == std::string::npos && IsBelowAnother(*kind)) {
    return ReportUsage(NeedsParent(*kind, typed.name), *session.err);
  }
  // An organization is below nothing: what is said in it is said of itself.
  const auto parent =
      kind->ParentPattern().empty()
          ? absl::StatusOr<std::string>(kind->pattern->Format({typed.name}))
          : ParentFrom(session, *kind,
                       slash == std::string::npos ? "" : typed.name.substr(0, slash));
  if (!parent.ok()) return ReportUsage(parent.status(), *session.err);
  const MethodDescriptor* create = MethodFor(*kind, typed.fields);
  const auto request = NewMessage(create->input_type());
  if (request->GetDescriptor()->FindFieldByName("parent") != nullptr) {
    SetString(*request, "parent", *parent);
  }
  SetString(*request, kind->Field() + "_id",
            slash == std::string::npos ? typed.name : typed.name.substr(slash + 1));
  const absl::Status filled =
      Fill(typed, *kind, *parent, DayStartOf(session, *parent, *request), *request);
  if (!filled.ok()) return ReportRequestError(filled, *session.err);
  SetAuthor(session.actor, *parent, ResourceIn(*kind, *request));
  if (words.dry_run) OnlyCheck(*request);
  return Ask(session, *create, *request, CreatedText);
}

}  // namespace

void AddCreate(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("create", "Create a decision, dashboard, alert rule, ...");
  auto words = std::make_shared<CreateWords>();
  command->add_option("kind", words->kind, "Which kind of resource")->required();
  command->add_option("id", words->name,
                      "Its id, behind those of what it belongs to: PARENT/ID; the service chooses "
                      "one for PARENT/ with a slash at the end, and where none is given");
  command->add_option("fields", words->fields, "Fields of the resource: FIELD=VALUE");
  command->add_flag("--dry-run", words->dry_run, "Only say what would come of it");
  command->footer(
      R"(A text is taken as it is typed, any other value is YAML. The fields are those of the resource's proto.

Examples:
  okapi create decision subject=kpis/revenue text="Two more people in the north" --org acme
  okapi create alert-rule low display_name="Revenue is low" "threshold={kpi: revenue, side: BELOW, value: 1800}" --org acme
  okapi create snapshot period=2026-10 --org acme
  okapi create kpi-comment revenue/ text="Tết, as every year" period=2026-02 --org acme
  okapi create dashboard board display_name="The board's" template_id=company --org acme
  okapi create objective care template_id=customer-experience cycle=2026-q1 owner=mai --org acme
`okapi list dashboard-templates` and `okapi list objective-templates` tell which templates there are.)");
  command->callback([&session, words] {
    session.run = [&session, words] { return RunCreate(session, *words); };
  });
}

}  // namespace okapi::cli
