#include "services/cli/session/catalogue.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/api/field_behavior.h"
#include "common/status/status_macros.h"
#include "google/api/resource.pb.h"
#include "okapi/goals/v1/goals_service.pb.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "okapi/reporting/v1/alert_service.pb.h"
#include "okapi/reporting/v1/dashboard_service.pb.h"
#include "okapi/reporting/v1/decision_service.pb.h"
#include "okapi/reporting/v1/snapshot_service.pb.h"

namespace okapi::cli {
namespace {

// KeyResults as key-results.
std::string Words(absl::string_view camel) {
  std::string words;
  for (size_t i = 0; i < camel.size(); ++i) {
    const auto c = static_cast<unsigned char>(camel[i]);
    if (i > 0 && absl::ascii_isupper(c)) words += '-';
    words += static_cast<char>(absl::ascii_tolower(c));
  }
  return words;
}

const MethodDescriptor* FindMethod(const google::protobuf::ServiceDescriptor& service,
                                   absl::string_view verb, absl::string_view noun) {
  return service.FindMethodByName(absl::StrCat(verb, noun));
}

// CreateObjectiveFromTemplate.
const MethodDescriptor* FindCreateFrom(const google::protobuf::ServiceDescriptor& service,
                                       const Descriptor* resource) {
  for (int i = 0; i < service.method_count(); ++i) {
    const MethodDescriptor* method = service.method(i);
    if (absl::StartsWith(method->name(), absl::StrCat("Create", resource->name(), "From"))) {
      return method;
    }
  }
  return nullptr;
}

// The List method of a kind is the one that returns pages of it.
const MethodDescriptor* FindList(const google::protobuf::ServiceDescriptor& service,
                                 const Descriptor* resource) {
  for (int i = 0; i < service.method_count(); ++i) {
    const MethodDescriptor* method = service.method(i);
    if (!absl::StartsWith(method->name(), "List")) continue;
    if (method->output_type()->field(0)->message_type() == resource) return method;
  }
  return nullptr;
}

// Where the resource has the same as the field: itself, or in one of its parts. Empty if nowhere.
std::string PathOf(const FieldDescriptor& field, const Descriptor& resource) {
  if (resource.FindFieldByName(field.name()) != nullptr) return field.name();
  for (int i = 0; i < resource.field_count(); ++i) {
    const FieldDescriptor* part = resource.field(i);
    if (part->message_type() != nullptr && !part->is_repeated() &&
        part->message_type()->FindFieldByName(field.name()) != nullptr) {
      return absl::StrCat(part->name(), ".", field.name());
    }
  }
  return "";
}

// What comes with a history and is none.
std::vector<std::string> LateFields(const Descriptor& request, const Descriptor& resource) {
  static const auto& own = *new std::set<std::string>{"name", "history", "etag"};
  std::vector<std::string> paths;
  for (int i = 0; i < request.field_count(); ++i) {
    if (own.count(request.field(i)->name()) != 0) continue;
    const std::string path = PathOf(*request.field(i), resource);
    if (!path.empty()) paths.push_back(path);
  }
  return paths;
}

void AddKinds(const google::protobuf::ServiceDescriptor& service, std::vector<Kind>& kinds) {
  for (int i = 0; i < service.method_count(); ++i) {
    const MethodDescriptor* get = service.method(i);
    const Descriptor* resource = get->output_type();
    // Other methods may get a resource too, such as the last of its kind.
    if (!resource->options().HasExtension(google::api::resource) ||
        get->name() != absl::StrCat("Get", resource->name())) {
      continue;
    }
    Kind kind;
    kind.resource = resource;
    kind.pattern = &api::PatternOf(resource);
    kind.type = resource->options().GetExtension(google::api::resource).type();
    kind.get = get;
    kind.list = FindList(service, resource);
    kind.create = FindMethod(service, "Create", resource->name());
    kind.create_from = FindCreateFrom(service, resource);
    kind.update = FindMethod(service, "Update", resource->name());
    kind.erase = FindMethod(service, "Delete", resource->name());
    kind.propose = FindMethod(service, "Propose", resource->name());
    kind.activate = FindMethod(service, "Activate", resource->name());
    kind.close = FindMethod(service, "Close", resource->name());
    const std::string history = absl::StrCat(resource->name(), "History");
    kind.get_history = FindMethod(service, "Get", history);
    kind.import_history = FindMethod(service, "Import", history);
    if (kind.import_history != nullptr) {
      kind.late = LateFields(*kind.import_history->input_type(), *resource);
    }
    kind.singular = Words(resource->name());
    kind.plural =
        kind.list == nullptr ? kind.singular : Words(absl::StripPrefix(kind.list->name(), "List"));
    kinds.push_back(kind);
  }
}

void AddListings(const google::protobuf::ServiceDescriptor& service, std::vector<Kind>& kinds) {
  for (int i = 0; i < service.method_count(); ++i) {
    const MethodDescriptor* list = service.method(i);
    if (!absl::StartsWith(list->name(), "List")) continue;
    const Descriptor* listed = list->output_type()->field(0)->message_type();
    if (listed == nullptr || listed->FindFieldByName("id") == nullptr) continue;
    Kind kind;
    kind.resource = listed;
    kind.list = list;
    kind.singular = Words(listed->name());
    kind.plural = Words(absl::StripPrefix(list->name(), "List"));
    kinds.push_back(kind);
  }
}

using Add = void (*)(const google::protobuf::ServiceDescriptor&, std::vector<Kind>&);

std::vector<Kind> FindKinds(Add add) {
  std::vector<Kind> kinds;
  for (const auto* file : {okapi::goals::v1::GetTeamRequest::descriptor()->file(),
                           okapi::goals::v1::GetObjectiveRequest::descriptor()->file(),
                           okapi::metrics::v1::GetKpiRequest::descriptor()->file(),
                           okapi::reporting::v1::GetAlertRequest::descriptor()->file(),
                           okapi::reporting::v1::GetDashboardRequest::descriptor()->file(),
                           okapi::reporting::v1::GetDecisionRequest::descriptor()->file(),
                           okapi::reporting::v1::GetSnapshotRequest::descriptor()->file()}) {
    for (int i = 0; i < file->service_count(); ++i) add(*file->service(i), kinds);
  }
  return kinds;
}

std::vector<Kind> SortedKinds() {
  std::vector<Kind> kinds = FindKinds(AddKinds);
  std::sort(kinds.begin(), kinds.end(), [](const Kind& a, const Kind& b) {
    return std::tuple(a.pattern->size() > 1, a.singular) <
           std::tuple(b.pattern->size() > 1, b.singular);
  });
  return kinds;
}

template <typename Matches>
const Kind* FindIf(Matches matches) {
  for (const Kind& kind : Kinds()) {
    if (matches(kind)) return &kind;
  }
  return nullptr;
}

}  // namespace

std::string Kind::Field() const { return absl::StrJoin(absl::StrSplit(singular, '-'), "_"); }

std::string Kind::ParentPattern() const {
  const std::string& text = pattern->text();
  size_t end = text.rfind('/');
  // A singleton's last part is no id.
  if (absl::EndsWith(text, "}")) end = text.rfind('/', end - 1);
  return end == std::string::npos ? "" : text.substr(0, end);
}

std::string Kind::ListKey() const { return absl::StrJoin(absl::StrSplit(plural, '-'), "_"); }

bool Kind::InFiles() const {
  if (create == nullptr || update == nullptr) return false;
  for (int i = 0; i < resource->field_count(); ++i) {
    if (api::IsInputOnly(resource->field(i))) return false;
  }
  return true;
}

bool Kind::TakesState(absl::string_view state) const {
  const auto* field = resource->FindFieldByName("state");
  if (field == nullptr || !api::IsOutputOnly(field)) return false;
  if (state == "ACTIVE") return activate != nullptr;
  // How an objective ended, somebody has to say; a cycle ends by itself.
  return state == "CLOSED" && close != nullptr &&
         close->input_type()->FindFieldByName("score") == nullptr;
}

bool Kind::ChecksReferencesTo(const Kind& other) const {
  const bool has_number = other.resource == okapi::metrics::v1::Kpi::descriptor() ||
                          other.resource == okapi::goals::v1::KeyResult::descriptor() ||
                          other.resource == okapi::goals::v1::Objective::descriptor();
  return get->file()->package() == other.get->file()->package() ||
         (OutlivesSubject() && has_number);
}

bool Kind::OutlivesSubject() const {
  return create != nullptr && create->input_type()->FindFieldByName(kAllowMissing) != nullptr;
}

const std::vector<Kind>& Kinds() {
  static const std::vector<Kind>& kinds = *new std::vector<Kind>(SortedKinds());
  return kinds;
}

const std::vector<Kind>& Listings() {
  static const std::vector<Kind>& listings = *new std::vector<Kind>(FindKinds(AddListings));
  return listings;
}

const Kind* FindKind(absl::string_view word) {
  return FindIf([word](const Kind& kind) { return kind.singular == word || kind.plural == word; });
}

const Kind* FindKindOfType(absl::string_view type) {
  return FindIf([type](const Kind& kind) { return kind.type == type; });
}

const Kind* FindKindOfName(absl::string_view name) {
  return FindIf([name](const Kind& kind) { return kind.pattern->Match(name).ok(); });
}

std::string KindWords() {
  return absl::StrJoin(Kinds(), ", ", [](std::string* out, const Kind& kind) {
    absl::StrAppend(out, kind.singular);
  });
}

absl::Status CheckWithin(absl::string_view name, absl::string_view org) {
  const absl::string_view wanted = absl::StripPrefix(org, "organizations/");
  const std::string organization = api::OrganizationOf(name);
  const absl::string_view own = absl::StripPrefix(organization, "organizations/");
  if (wanted.empty() || own.empty() || own == wanted) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("'", name, "' is of the organization '", own,
                                                 "', and --org (or OKAPI_ORG) is '", wanted,
                                                 "': give --org ", own, " if you mean that one"));
}

namespace {

// As the kind's names are, if the text can be read so.
std::string Expand(const Kind& kind, absl::string_view text, absl::string_view org) {
  if (absl::StartsWith(text, "organizations/")) return std::string(text);
  std::vector<std::string> ids = absl::StrSplit(text, '/', absl::SkipEmpty());
  if (ids.size() + 1 == kind.pattern->size() && !org.empty()) {
    ids.insert(ids.begin(), std::string(absl::StripPrefix(org, "organizations/")));
  }
  return ids.size() == kind.pattern->size() ? kind.pattern->Format(ids) : std::string(text);
}

}  // namespace

bool CanName(const Kind& kind, absl::string_view text, absl::string_view org) {
  return kind.pattern->Matches(Expand(kind, text, org));
}

absl::StatusOr<std::string> ExpandName(const Kind& kind, absl::string_view text,
                                       absl::string_view org) {
  std::string name = Expand(kind, text, org);
  if (kind.pattern->Matches(name)) {
    const bool within = kind.pattern->text() != api::kOrganizationPattern;
    if (within) OKAPI_RETURN_IF_ERROR(CheckWithin(name, org));
    return name;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("'", text, "' names no ", kind.singular, ": expected ", kind.pattern->text(),
                   ", or its ids joined by '/' (the organization's may come from --org)"));
}

std::string ShortName(absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  std::vector<std::string> ids;
  for (size_t i = parts.size() <= 2 ? 1 : 3; i < parts.size(); i += 2) {
    ids.push_back(parts[i]);
  }
  return ids.empty() ? std::string(name) : absl::StrJoin(ids, "/");
}

std::unique_ptr<Message> NewMessage(const Descriptor* descriptor) {
  const Message* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor);
  return std::unique_ptr<Message>(prototype->New());
}

void SetString(Message& message, const std::string& field, absl::string_view value) {
  message.GetReflection()->SetString(&message, message.GetDescriptor()->FindFieldByName(field),
                                     std::string(value));
}

std::string GetString(const Message& message, const std::string& field) {
  return message.GetReflection()->GetString(message,
                                            message.GetDescriptor()->FindFieldByName(field));
}

}  // namespace okapi::cli
