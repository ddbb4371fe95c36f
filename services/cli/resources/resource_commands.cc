// get, list and delete: the same code for every kind of resource.

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/api/resource_name.h"
#include "common/status/status_macros.h"
#include "google/api/resource.pb.h"
#include "services/cli/reports/report_request.h"
#include "services/cli/session/ask.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/command.h"
#include "services/cli/session/display_names.h"
#include "services/cli/session/existence.h"
#include "services/cli/session/field_arguments.h"
#include "services/cli/session/message_text.h"
#include "services/cli/terminal/display_text.h"
#include "services/cli/terminal/text_table.h"

namespace okapi::cli {
namespace {

constexpr int kCellMax = 48;

// A resource as people name it: `KIND NAME`, one full name, or only the kind of what every
// organization has once.
struct Words {
  std::string first;
  std::string second;
};

struct Named {
  const Kind* kind = nullptr;
  std::string name;
};

absl::StatusOr<Named> ParseNamed(const Words& words, const Session& session) {
  const Kind* kind = FindKind(words.first);
  if (kind == nullptr && words.second.empty()) {
    kind = FindKindOfName(words.first);
    if (kind != nullptr) {
      OKAPI_ASSIGN_OR_RETURN(std::string name, ExpandName(*kind, words.first, session.org));
      return Named{kind, std::move(name)};
    }
    return absl::InvalidArgumentError(
        absl::StrCat("'", words.first, "' is no resource name; give a full name, or a kind (",
                     KindWords(), ") and a name"));
  }
  if (kind == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", words.first, "' is no kind of resource; there are ", KindWords()));
  }
  // An organization, and what it has once, is named by --org.
  if (words.second.empty() && kind->pattern->size() > 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("say which ", kind->singular, ": its ids joined by '/'"));
  }
  if (!session.org.empty()) OKAPI_RETURN_IF_ERROR(session.Organization().status());
  OKAPI_ASSIGN_OR_RETURN(std::string name, ExpandName(*kind, words.second, session.org));
  return Named{kind, std::move(name)};
}

int Get(Session& session, const Words& words) {
  const auto named = ParseNamed(words, session);
  if (!named.ok()) return ReportUsage(named.status(), *session.err);
  const auto request = NewMessage(named->kind->get->input_type());
  SetString(*request, "name", named->name);
  return Ask(session, *named->kind->get, *request, ToYaml);
}

int Delete(Session& session, const Words& words, bool force) {
  // What is deleted is typed, and does not come from the environment.
  if (words.second.empty() && FindKind(words.first) != nullptr) {
    return ReportUsage(absl::InvalidArgumentError(absl::StrCat("say which ", words.first)),
                       *session.err);
  }
  const auto named = ParseNamed(words, session);
  if (!named.ok()) return ReportUsage(named.status(), *session.err);
  if (named->kind->erase == nullptr) {
    return ReportUsage(
        absl::InvalidArgumentError(absl::StrCat(named->kind->plural, " cannot be deleted")),
        *session.err);
  }
  const auto request = NewMessage(named->kind->erase->input_type());
  const auto response = NewMessage(named->kind->erase->output_type());
  SetString(*request, "name", named->name);
  const auto* force_field = request->GetDescriptor()->FindFieldByName("force");
  if (force && force_field == nullptr) {
    return ReportUsage(absl::InvalidArgumentError(
                           absl::StrCat("--force: nothing belongs to a ", named->kind->singular)),
                       *session.err);
  }
  if (force) {
    request->GetReflection()->SetBool(request.get(), force_field, true);
  }
  const absl::Status status = session.connection().Call(*named->kind->erase, *request, *response);
  if (!status.ok()) return ReportError(status, *session.err);
  *session.out << (session.json() ? absl::StrCat("{\"deleted\": \"", named->name, "\"}\n")
                                  : absl::StrCat("deleted ", named->name, "\n"));
  return kExitOk;
}

// Where to list from: what was given, else the organization with `-` for every id below it.
absl::StatusOr<std::string> ParentOf(const Kind& kind, const std::string& given,
                                     const Session& session) {
  if (kind.pattern == nullptr) {
    if (given.empty()) return session.Organization();
    return absl::InvalidArgumentError(
        absl::StrCat("--parent: ", kind.plural, " belong to an organization; give --org"));
  }
  const std::string pattern = kind.ParentPattern();
  if (pattern.empty() && !given.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(kind.plural, " have no parent"));
  }
  if (pattern.empty()) return given;
  if (absl::StartsWith(given, "organizations/")) {
    OKAPI_RETURN_IF_ERROR(CheckWithin(given, session.org));
    return given;
  }
  const api::NamePattern parent(pattern);
  std::vector<std::string> ids;
  OKAPI_ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  ids.push_back(organization.substr(organization.find('/') + 1));
  for (absl::string_view id : absl::StrSplit(given, '/', absl::SkipEmpty())) ids.emplace_back(id);
  while (ids.size() < parent.size()) ids.emplace_back("-");
  if (ids.size() > parent.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", given, "' is no parent of a ", kind.singular, ": expected ", pattern));
  }
  return parent.Format(ids);
}

// What is to be listed: the whole, or what its filters leave.
absl::StatusOr<std::unique_ptr<Message>> ListRequest(Session& session, const Kind& kind,
                                                     const std::string& parent,
                                                     const std::vector<std::string>& filters) {
  auto request = NewMessage(kind.list->input_type());
  OKAPI_RETURN_IF_ERROR(SetFields(filters, parent, {"parent", "page_size", "page_token"},
                                  DayStartOf(session, parent, *request), *request));
  if (request->GetDescriptor()->FindFieldByName("parent") != nullptr) {
    SetString(*request, "parent", parent);
  }
  return request;
}

// Calls `add` with every resource, page by page.
template <typename Add>
absl::Status ListAll(Session& session, const Kind& kind, Message* request, Add add) {
  request->GetReflection()->SetInt32(request,
                                     request->GetDescriptor()->FindFieldByName("page_size"), 1000);
  while (true) {
    const auto response = NewMessage(kind.list->output_type());
    OKAPI_RETURN_IF_ERROR(session.connection().Call(*kind.list, *request, *response));
    const auto* field = response->GetDescriptor()->field(0);
    for (int i = 0; i < response->GetReflection()->FieldSize(*response, field); ++i) {
      add(response->GetReflection()->GetRepeatedMessage(*response, field, i));
    }
    const std::string token = GetString(*response, "next_page_token");
    if (token.empty()) return absl::OkStatus();
    SetString(*request, "page_token", token);
  }
}

// What tells one from the others.
std::string IdFieldOf(const Kind& kind) { return kind.pattern == nullptr ? "id" : "name"; }

// The fields worth a column: short and singular. What the server stamps is left to `get`.
std::vector<const FieldDescriptor*> ColumnsOf(const Kind& kind) {
  std::vector<const FieldDescriptor*> columns;
  for (int i = 0; i < kind.resource->field_count(); ++i) {
    const FieldDescriptor* field = kind.resource->field(i);
    const std::string& name = field->name();
    // What describes a resource may be long; of anything else there is no more to see.
    const bool described = name == "description" && kind.pattern != nullptr;
    const bool skipped = name == IdFieldOf(kind) || described || name == "etag" ||
                         name == "purpose" || name == "create_time" || name == "update_time";
    const bool date = field->message_type() != nullptr && name.size() > 5 &&
                      (absl::EndsWith(name, "_date") || absl::EndsWith(name, "_time"));
    const bool shown = field->message_type() == nullptr || date;
    if (!skipped && shown && !field->is_repeated()) columns.push_back(field);
  }
  return columns;
}

// Of cycles, teams and members people know the names; their own lists have the ids.
bool IsCalledByName(const FieldDescriptor* field) {
  const std::string& type = field->options().GetExtension(google::api::resource_reference).type();
  return type == "okapi.dev/Cycle" || type == "okapi.dev/Team" || type == "okapi.dev/Member";
}

// What goals calls what the columns name; nothing where none of them names such a thing.
DisplayNames NamesFor(Session& session, const std::vector<const FieldDescriptor*>& columns,
                      const std::string& parent) {
  const std::string organization = api::OrganizationOf(parent);
  const bool any = std::any_of(columns.begin(), columns.end(), IsCalledByName);
  if (!any || session.json() || organization.empty()) return DisplayNames();
  return ReadDisplayNames(session, organization);
}

std::string CellText(const Message& message, const FieldDescriptor* field,
                     const DisplayNames& names) {
  const std::string text = FieldText(message, field);
  return Shorten(absl::StartsWith(text, "organizations/") ? names.Of(text) : text, kCellMax);
}

int PrintList(Session& session, const Kind& kind, const std::string& parent, Message* request) {
  const auto columns = ColumnsOf(kind);
  const DisplayNames names = NamesFor(session, columns, parent);
  TextTable table(std::vector<TextTable::Align>(columns.size() + 1, TextTable::kLeft));
  std::vector<std::string> head = {IdFieldOf(kind)};
  for (const FieldDescriptor* field : columns) head.push_back(field->name());
  table.Add(std::move(head));
  std::vector<std::string> objects;
  bool empty = true;
  auto add = [&](const Message& resource) {
    empty = false;
    if (session.json()) {
      objects.push_back(ToJson(resource));
      return;
    }
    std::vector<std::string> row = {ShortName(GetString(resource, IdFieldOf(kind)))};
    for (const FieldDescriptor* field : columns) row.push_back(CellText(resource, field, names));
    table.Add(std::move(row));
  };
  absl::Status status = ListAll(session, kind, request, add);
  if (status.ok() && empty) status = CheckExistence({parent}, session.caller());
  if (!status.ok()) return ReportError(status, *session.err);
  *session.out << (session.json() ? absl::StrCat("[", absl::StrJoin(objects, ","), "]\n")
                                  : table.ToString());
  return kExitOk;
}

// What may be listed: `cycles, kpis, ...`.
std::string ListedWords() {
  std::vector<std::string> words;
  for (const Kind& kind : Kinds()) {
    if (kind.list != nullptr) words.push_back(kind.plural);
  }
  for (const Kind& listing : Listings()) words.push_back(listing.plural);
  return absl::StrJoin(words, ", ");
}

const Kind* FindListed(const std::string& word) {
  for (const Kind& listing : Listings()) {
    if (listing.plural == word || listing.singular == word) return &listing;
  }
  const Kind* kind = FindKind(word);
  return kind != nullptr && kind->list != nullptr ? kind : nullptr;
}

int List(Session& session, const std::string& word, const std::string& given,
         const std::vector<std::string>& filters) {
  const Kind* kind = FindListed(word);
  if (kind == nullptr) {
    return ReportUsage(absl::InvalidArgumentError(absl::StrCat(
                           "'", word, "' cannot be listed; there are ", ListedWords())),
                       *session.err);
  }
  const auto parent = ParentOf(*kind, given, session);
  if (!parent.ok()) return ReportUsage(parent.status(), *session.err);
  const auto request = ListRequest(session, *kind, *parent, filters);
  if (!request.ok()) return ReportRequestError(request.status(), *session.err);
  return PrintList(session, *kind, *parent, request->get());
}

std::shared_ptr<Words> AddWords(CLI::App& command) {
  auto words = std::make_shared<Words>();
  command.add_option("what", words->first, "A kind, or a full resource name")->required();
  command.add_option("name", words->second, "Behind a kind: ids joined by '/'");
  return words;
}

}  // namespace

void AddGet(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("get", "Show one resource: a KPI, a key result, ...");
  const auto words = AddWords(*command);
  command->footer(absl::StrCat("Kinds: ", KindWords(), R"(

Examples:
  okapi get kpi mrr --org acme
  okapi get key-result grow/revenue --org acme
  okapi get settings --org acme
  okapi get organizations/acme/objectives/grow --output json)"));
  command->callback(
      [&session, words] { session.run = [&session, words] { return Get(session, *words); }; });
}

void AddList(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("list", "List all resources of a kind");
  auto kind = std::make_shared<std::string>();
  auto parent = std::make_shared<std::string>();
  auto filters = std::make_shared<std::vector<std::string>>();
  command->add_option("kind", *kind, absl::StrCat("One of ", ListedWords()))->required();
  command->add_option("filters", *filters, "Only what is so: FIELD=VALUE, as the request has them");
  command->add_option("--parent", *parent,
                      "Only what belongs to this: ids joined by '/', or a full resource name");
  command->footer(R"(Examples:
  okapi list kpis --org acme
  okapi list key-results --org acme --parent grow
  okapi list check-ins --org acme --parent grow/revenue --output json
  okapi list objectives --org acme team=sales "statuses=[AT_RISK, OFF_TRACK]"
  okapi list objectives --org acme query="tang truong" "labels={theme: growth}")");
  command->callback([&session, kind, parent, filters] {
    session.run = [&session, kind, parent, filters] {
      return List(session, *kind, *parent, *filters);
    };
  });
}

void AddDelete(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("delete", "Delete one resource");
  const auto words = AddWords(*command);
  auto force = std::make_shared<bool>(false);
  command->add_flag("--force", *force, "Delete what belongs to it as well");
  command->footer(R"(Examples:
  okapi delete team sales --org acme
  okapi delete objective grow --org acme --force)");
  command->callback([&session, words, force] {
    session.run = [&session, words, force] { return Delete(session, *words, *force); };
  });
}

}  // namespace okapi::cli
