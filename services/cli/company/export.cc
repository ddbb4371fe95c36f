#include "services/cli/company/export.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/api/request_check.h"
#include "common/api/resource_id.h"
#include "common/status/status_macros.h"
#include "okapi/goals/v1/resources.pb.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "services/cli/session/catalogue.h"
#include "services/cli/session/message_text.h"
#include "services/cli/session/references.h"

namespace okapi::cli {
namespace {

constexpr int kPageSize = 1000;
// How often an export begins anew because something is gone that it has seen.
constexpr int kTriesMax = 10;

// References as a file has them: without the organization, so that it may get another id.
void ShortenReferences(Message& message) {
  std::vector<const FieldDescriptor*> fields;
  const auto* reflection = message.GetReflection();
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_map()) {
      const int size = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
      for (int i = 0; i < size; ++i) {
        ShortenReferences(field->is_repeated()
                              ? *reflection->MutableRepeatedMessage(&message, field, i)
                              : *reflection->MutableMessage(&message, field));
      }
    } else if (field->type() != FieldDescriptor::TYPE_STRING || field->is_map()) {
      continue;
    } else if (field->is_repeated()) {
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        const std::string name = reflection->GetRepeatedString(message, field, i);
        reflection->SetRepeatedString(&message, field, i, ShortenReference(*field, name));
      }
    } else {
      const std::string name = reflection->GetString(message, field);
      reflection->SetString(&message, field, ShortenReference(*field, name));
    }
  }
}

// Where in its life it is, if a file says so.
std::string StateOf(const Kind& kind, const Message& resource) {
  const auto* field = resource.GetDescriptor()->FindFieldByName("state");
  if (field == nullptr) return "";
  const std::string state = resource.GetReflection()->GetEnum(resource, field)->name();
  return kind.TakesState(state) ? state : "";
}

// What nothing new can have: a KPI begins with one definition, which holds from ever.
void LeaveOutRevision(Message& resource) {
  if (resource.GetDescriptor() != metrics::v1::Kpi::descriptor()) return;
  static_cast<metrics::v1::Kpi&>(resource).clear_effective_date();
}

// What follows from weeks would contradict them once somebody edits the file. When something was
// DONE does not follow.
void LeaveOutDatesByWeeks(Message& resource) {
  if (resource.GetDescriptor() != goals::v1::Initiative::descriptor()) return;
  auto& initiative = static_cast<goals::v1::Initiative&>(resource);
  if (initiative.due_after_weeks() > 0) initiative.clear_due_date();
  const bool done = initiative.state() == goals::v1::Initiative::DONE;
  if (initiative.follow_up_after_weeks() > 0 && !done) initiative.clear_follow_up_date();
}

// The fields of a resource that a file gives; `id` and `state` go apart.
std::string FieldsOf(const Kind& kind, const Message& resource) {
  const auto copy = NewMessage(kind.resource);
  copy->CopyFrom(resource);
  api::ClearOutputOnly(*copy);
  SetString(*copy, "name", "");
  SetString(*copy, "etag", "");
  LeaveOutRevision(*copy);
  LeaveOutDatesByWeeks(*copy);
  ShortenReferences(*copy);
  return ToYaml(*copy);
}

// A list leaves out what was put aside, unless it is asked for.
void AskForEveryState(Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("states");
  if (field == nullptr) return;
  for (int i = 0; i < field->enum_type()->value_count(); ++i) {
    const auto* state = field->enum_type()->value(i);
    if (state->number() != 0) request.GetReflection()->AddEnum(&request, field, state);
  }
}

class Exporter {
 public:
  Exporter(absl::string_view organization, bool definitions_only,
           const google::protobuf::Timestamp* read_time, const Caller& call)
      : organization_(organization),
        definitions_only_(definitions_only),
        read_time_(read_time),
        call_(call) {}

  absl::StatusOr<std::string> Export() {
    const Kind& kind = *FindKind("organization");
    OKAPI_ASSIGN_OR_RETURN(const auto organization, Get(kind, organization_));
    begun_ = true;
    out_ = "organization:\n";
    AddFields(kind, *organization, "  ");
    OKAPI_RETURN_IF_ERROR(AddHistory(kind, organization_, "  "));
    OKAPI_RETURN_IF_ERROR(AddSingletons(kind, *organization));
    OKAPI_RETURN_IF_ERROR(AddChildren(kind, organization_, ""));
    return std::move(out_);
  }

  // Whether the organization was there, so that whatever is not there is gone since.
  bool begun() const { return begun_; }

 private:
  // A request for how it was at the time of the export, where the service can tell.
  std::unique_ptr<Message> NewRead(const MethodDescriptor& method) const {
    auto request = NewMessage(method.input_type());
    const auto* field = request->GetDescriptor()->FindFieldByName("read_time");
    if (field != nullptr && read_time_ != nullptr) {
      request->GetReflection()->MutableMessage(request.get(), field)->CopyFrom(*read_time_);
    }
    return request;
  }

  absl::StatusOr<std::unique_ptr<Message>> Get(const Kind& kind, const std::string& name) {
    const auto request = NewRead(*kind.get);
    SetString(*request, "name", name);
    auto resource = NewMessage(kind.resource);
    OKAPI_RETURN_IF_ERROR(call_(*kind.get, *request, *resource));
    return resource;
  }

  // In the order of names.
  absl::StatusOr<std::vector<std::unique_ptr<Message>>> List(const Kind& kind,
                                                             const std::string& parent) {
    std::vector<std::unique_ptr<Message>> found;
    const auto request = NewRead(*kind.list);
    SetString(*request, "parent", parent);
    request->GetReflection()->SetInt32(
        request.get(), request->GetDescriptor()->FindFieldByName("page_size"), kPageSize);
    if (kind.import_history != nullptr && !definitions_only_) AskForEveryState(*request);
    std::string token;
    do {
      SetString(*request, "page_token", token);
      const auto page = NewMessage(kind.list->output_type());
      OKAPI_RETURN_IF_ERROR(call_(*kind.list, *request, *page));
      const auto* field = page->GetDescriptor()->field(0);
      for (int i = 0; i < page->GetReflection()->FieldSize(*page, field); ++i) {
        found.push_back(NewMessage(kind.resource));
        found.back()->CopyFrom(page->GetReflection()->GetRepeatedMessage(*page, field, i));
      }
      token = GetString(*page, "next_page_token");
    } while (!token.empty());
    return found;
  }

  void AddFields(const Kind& kind, const Message& resource, const std::string& indent) {
    const std::string name = GetString(resource, "name");
    absl::StrAppend(&out_, indent, "id: ", YamlString(api::IdOf(name)), "\n");
    AddIndented(FieldsOf(kind, resource), indent);
    const std::string state = StateOf(kind, resource);
    const bool in_history = kind.import_history != nullptr && !definitions_only_;
    if (state.empty() || in_history || (definitions_only_ && state != "ACTIVE")) return;
    absl::StrAppend(&out_, indent, "state: ", state, "\n");
  }

  // As YAML; empty where nothing has happened, or nobody keeps it.
  absl::StatusOr<std::string> HistoryOf(const Kind& kind, const std::string& name) {
    if (kind.import_history == nullptr || definitions_only_) return "";
    const auto request = NewRead(*kind.get_history);
    SetString(*request, "name", name);
    const auto history = NewMessage(kind.get_history->output_type());
    OKAPI_RETURN_IF_ERROR(call_(*kind.get_history, *request, *history));
    if (history->ByteSizeLong() == 0) return "";
    ShortenReferences(*history);
    return ToYaml(*history);
  }

  absl::Status AddHistory(const Kind& kind, const std::string& name, const std::string& indent) {
    OKAPI_ASSIGN_OR_RETURN(const std::string history, HistoryOf(kind, name));
    if (history.empty()) return absl::OkStatus();
    absl::StrAppend(&out_, indent, "history:\n");
    AddIndented(history, indent + "  ");
    return absl::OkStatus();
  }

  void AddIndented(const std::string& yaml, const std::string& indent) {
    for (absl::string_view line : absl::StrSplit(yaml, '\n', absl::SkipEmpty())) {
      if (line != "{}") absl::StrAppend(&out_, indent, line, "\n");
    }
  }

  // What it has one of, without what it shares with the organization.
  absl::Status AddSingletons(const Kind& organization, const Message& shared) {
    for (const Kind& kind : Kinds()) {
      if (kind.create != nullptr || kind.update == nullptr ||
          kind.ParentPattern() != organization.pattern->text()) {
        continue;
      }
      const std::string id = organization_.substr(organization_.find('/') + 1);
      OKAPI_ASSIGN_OR_RETURN(const auto singleton, Get(kind, kind.pattern->Format({id})));
      for (int i = 0; i < kind.resource->field_count(); ++i) {
        const FieldDescriptor* field = kind.resource->field(i);
        const auto* same = shared.GetDescriptor()->FindFieldByName(field->name());
        if (same != nullptr && field->message_type() != nullptr &&
            same->message_type() == field->message_type()) {
          singleton->GetReflection()->ClearField(singleton.get(), field);
        }
      }
      const size_t begin = out_.size();
      AddIndented(FieldsOf(kind, *singleton), "  ");
      OKAPI_RETURN_IF_ERROR(AddHistory(kind, GetString(*singleton, "name"), "  "));
      if (out_.size() > begin) out_.insert(begin, absl::StrCat(kind.ListKey(), ":\n"));
    }
    return absl::OkStatus();
  }

  absl::Status AddChildren(const Kind& parent, const std::string& name, const std::string& indent) {
    for (const Kind& kind : Kinds()) {
      if (!kind.InFiles() || kind.ParentPattern() != parent.pattern->text()) continue;
      OKAPI_ASSIGN_OR_RETURN(const auto resources, List(kind, name));
      if (resources.empty()) continue;
      absl::StrAppend(&out_, indent, kind.ListKey(), ":\n");
      for (const auto& resource : resources) {
        const size_t entry = out_.size();
        const std::string inner = indent + "    ";
        AddFields(kind, *resource, inner);
        OKAPI_RETURN_IF_ERROR(AddChildren(kind, GetString(*resource, "name"), inner));
        OKAPI_RETURN_IF_ERROR(AddHistory(kind, GetString(*resource, "name"), inner));
        out_.replace(entry, inner.size(), indent + "  - ");
      }
    }
    return absl::OkStatus();
  }

  const std::string organization_;
  const bool definitions_only_;
  const google::protobuf::Timestamp* read_time_;
  const Caller& call_;
  bool begun_ = false;
  std::string out_;
};

}  // namespace

absl::StatusOr<std::string> ExportCompany(absl::string_view organization, bool definitions_only,
                                          const google::protobuf::Timestamp* read_time,
                                          const Caller& call) {
  absl::Status gone;
  for (int i = 0; i < kTriesMax; ++i) {
    Exporter exporter(organization, definitions_only, read_time, call);
    absl::StatusOr<std::string> company = exporter.Export();
    if (!exporter.begun() || !absl::IsNotFound(company.status())) return company;
    gone = company.status();
  }
  return absl::AbortedError(absl::StrCat("'", organization, "' changes while it is exported: ",
                                         gone.message(), " any more; export it again"));
}

}  // namespace okapi::cli
