#include "services/cli/apply.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/request_check.h"
#include "common/status/status_macros.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/util/message_differencer.h"

namespace okapi::cli {
namespace {

using google::protobuf::FieldMask;

// The same failure, with what it is about in front.
absl::Status About(const DeclaredResource& declared, const absl::Status& status) {
  if (status.ok()) return status;
  absl::Status about(status.code(),
                     absl::StrCat(declared.place, ": ", LabelOf(declared), ": ", status.message()));
  status.ForEachPayload([&about](absl::string_view type_url, const absl::Cord& payload) {
    about.SetPayload(type_url, payload);
  });
  return about;
}

// A message that has at most the one field of `from`, and in it nothing that only the server says.
std::unique_ptr<Message> Only(const Message& from, const FieldDescriptor* field) {
  std::unique_ptr<Message> copy(from.New());
  copy->CopyFrom(from);
  std::vector<const FieldDescriptor*> fields;
  copy->GetReflection()->ListFields(*copy, &fields);
  for (const FieldDescriptor* other : fields) {
    if (other != field) copy->GetReflection()->ClearField(copy.get(), other);
  }
  api::ClearOutputOnly(*copy);
  return copy;
}

std::vector<std::string> Differences(const DeclaredResource& declared, const Message& current) {
  std::vector<std::string> fields;
  for (const std::string& name : declared.fields) {
    const auto* field = declared.kind->resource->FindFieldByName(name);
    if (!google::protobuf::util::MessageDifferencer::Equals(*Only(*declared.resource, field),
                                                            *Only(current, field))) {
      fields.push_back(name);
    }
  }
  return fields;
}

Message& MutableMessage(Message& message, const std::string& field) {
  return *message.GetReflection()->MutableMessage(&message,
                                                  message.GetDescriptor()->FindFieldByName(field));
}

// Where in its life the resource is; empty for one that does not exist yet.
std::string StateOf(const Message& resource) {
  const auto* field = resource.GetDescriptor()->FindFieldByName("state");
  return resource.GetReflection()->GetEnum(resource, field)->name();
}

std::unique_ptr<Message> CreateRequest(const DeclaredResource& declared) {
  auto request = NewMessage(declared.kind->create->input_type());
  const size_t slash = declared.name.rfind('/');
  if (request->GetDescriptor()->FindFieldByName("parent") != nullptr) {
    SetString(*request, "parent", declared.name.substr(0, declared.name.rfind('/', slash - 1)));
  }
  const std::string field = declared.kind->Field();
  SetString(*request, absl::StrCat(field, "_id"), declared.name.substr(slash + 1));
  MutableMessage(*request, field).CopyFrom(*declared.resource);
  return request;
}

std::unique_ptr<Message> UpdateRequest(const Step& step) {
  auto request = NewMessage(step.declared->kind->update->input_type());
  Message& patch = MutableMessage(*request, step.declared->kind->Field());
  patch.CopyFrom(*step.declared->resource);
  SetString(patch, "etag", step.etag);
  FieldMask mask;
  for (const std::string& name : step.fields) mask.add_paths(name);
  MutableMessage(*request, "update_mask").CopyFrom(mask);
  return request;
}

// A request of a method of the resource's own.
std::unique_ptr<Message> RequestFor(const MethodDescriptor& method, const std::string& name) {
  auto request = NewMessage(method.input_type());
  SetString(*request, "name", name);
  return request;
}

std::unique_ptr<Message> ImportRequest(const DeclaredResource& declared) {
  auto request = RequestFor(*declared.kind->import_history, declared.name);
  MutableMessage(*request, "history").CopyFrom(*declared.history);
  return request;
}

std::pair<const MethodDescriptor*, std::unique_ptr<Message>> CallFor(const Step& step) {
  const DeclaredResource& declared = *step.declared;
  const Kind& kind = *declared.kind;
  switch (step.effect) {
    case Step::kCreated:
      return {kind.create, CreateRequest(declared)};
    case Step::kUpdated:
      return {kind.update, UpdateRequest(step)};
    case Step::kImported:
      return {kind.import_history, ImportRequest(declared)};
    case Step::kActivated:
      return {kind.activate, RequestFor(*kind.activate, declared.name)};
    case Step::kClosed:
      return {kind.close, RequestFor(*kind.close, declared.name)};
    case Step::kUnchanged:
    case Step::kKept:
      break;
  }
  return {nullptr, nullptr};
}

absl::Status Do(const Step& step, bool validate_only, const Caller& call) {
  const auto [method, request] = CallFor(step);
  if (method == nullptr) return absl::OkStatus();
  const auto* field = request->GetDescriptor()->FindFieldByName("validate_only");
  request->GetReflection()->SetBool(request.get(), field, validate_only);
  const auto response = NewMessage(method->output_type());
  return About(*step.declared, call(*method, *request, *response));
}

// Whether the step builds on something that a rehearsal has only promised: its resource, what this
// refers to or, for a history and an activation, what belongs to it; the end of a cycle on
// anything. A service knows nothing of what another one was promised.
bool BuildsOn(const std::set<std::string>& promised, const Step& step) {
  const DeclaredResource& declared = *step.declared;
  const bool ends = declared.kind->TakesState("CLOSED");
  if (step.effect == Step::kClosed || (step.effect == Step::kImported && ends)) {
    return !promised.empty();
  }
  if (promised.count(declared.name) != 0) return true;
  if (std::any_of(declared.references.begin(), declared.references.end(),
                  [&](const std::string& name) {
                    return promised.count(name) != 0 &&
                           declared.kind->ChecksReferencesTo(*FindKindOfName(name));
                  })) {
    return true;
  }
  if (std::any_of(declared.subjects.begin(), declared.subjects.end(),
                  [&](const std::string& name) { return promised.count(name) != 0; })) {
    return true;
  }
  const std::string children = absl::StrCat(declared.name, "/");
  const auto child = promised.lower_bound(children);
  return step.effect > Step::kUpdated && child != promised.end() &&
         absl::StartsWith(*child, children);
}

// What to do about the history that the file tells of a resource that exists: nothing if it is the
// same, kImported if the service takes it, kKept if there is another one already.
absl::StatusOr<Step::Effect> HistoryEffect(const DeclaredResource& declared, const Caller& call) {
  const MethodDescriptor& get = *declared.kind->get_history;
  const auto own = NewMessage(get.output_type());
  OKAPI_RETURN_IF_ERROR(About(declared, call(get, *RequestFor(get, declared.name), *own)));
  if (google::protobuf::util::MessageDifferencer::Equals(*own, *declared.history)) {
    return Step::kUnchanged;
  }
  const absl::Status taken = Do({Step::kImported, &declared, {}, ""}, /*validate_only=*/true, call);
  if (absl::IsFailedPrecondition(taken)) return Step::kKept;
  // What is wrong with it the rehearsal tells: it may be that something else has to be done before.
  if (!absl::IsInvalidArgument(taken)) OKAPI_RETURN_IF_ERROR(taken);
  return Step::kImported;
}

// The steps that bring resources where the file says they are in their lives, and their order.
struct LifeSteps {
  std::vector<Step> histories;
  std::vector<Step> activations;
  std::vector<Step> ends;

  // `current` is null for a resource that is to be created.
  absl::Status Add(const DeclaredResource& declared, const Message* current, const Caller& call) {
    if (declared.history != nullptr) {
      Step::Effect effect = Step::kImported;
      if (current != nullptr) {
        OKAPI_ASSIGN_OR_RETURN(effect, HistoryEffect(declared, call));
      }
      // What lies within a cycle comes before its end.
      auto& steps = declared.kind->TakesState("CLOSED") ? ends : histories;
      if (effect != Step::kUnchanged) steps.push_back({effect, &declared, {}, ""});
    }
    if (declared.state.empty()) return absl::OkStatus();
    const std::string state = current == nullptr ? "" : StateOf(*current);
    if (state == declared.state) return absl::OkStatus();
    if (state != "ACTIVE") activations.push_back({Step::kActivated, &declared, {}, ""});
    if (declared.state == "CLOSED") ends.push_back({Step::kClosed, &declared, {}, ""});
    return absl::OkStatus();
  }

  void AppendTo(std::vector<Step>& plan) {
    // What lies within another ends before it, and was declared after it.
    std::reverse(ends.begin(), ends.end());
    for (std::vector<Step>* steps : {&histories, &activations, &ends}) {
      std::move(steps->begin(), steps->end(), std::back_inserter(plan));
    }
  }
};

}  // namespace

std::string LabelOf(const DeclaredResource& declared) {
  const Kind& kind = *declared.kind;
  return kind.create == nullptr ? kind.singular
                                : absl::StrCat(kind.singular, " ", ShortName(declared.name));
}

std::string LabelOf(const Step& step) {
  const bool history = step.effect == Step::kImported || step.effect == Step::kKept;
  return absl::StrCat(history ? "history of " : "", LabelOf(*step.declared));
}

absl::StatusOr<std::vector<Step>> MakePlan(const std::vector<DeclaredResource>& declared,
                                           const Caller& call, YamlErrors& errors) {
  std::vector<Step> plan;
  LifeSteps life;
  for (const DeclaredResource& each : declared) {
    const auto current = NewMessage(each.kind->resource);
    const auto request = NewMessage(each.kind->get->input_type());
    SetString(*request, "name", each.name);
    const absl::Status found = call(*each.kind->get, *request, *current);
    const bool create = absl::IsNotFound(found) && each.kind->create != nullptr;
    if (!create) OKAPI_RETURN_IF_ERROR(About(each, found));
    if (create && !each.missing.empty()) {
      errors.Add(each.mark, each.path,
                 absl::StrCat("does not exist yet and needs ", absl::StrJoin(each.missing, ", ")));
    }
    OKAPI_RETURN_IF_ERROR(life.Add(each, create ? nullptr : current.get(), call));
    if (create) {
      plan.push_back({Step::kCreated, &each, {}, ""});
      continue;
    }
    std::vector<std::string> fields = Differences(each, *current);
    const Step::Effect effect = fields.empty() ? Step::kUnchanged : Step::kUpdated;
    plan.push_back({effect, &each, std::move(fields), GetString(*current, "etag")});
  }
  life.AppendTo(plan);
  return plan;
}

absl::Status Execute(const std::vector<Step>& plan, const Caller& call,
                     const std::function<void(const Step&)>& report) {
  for (const Step& step : plan) {
    OKAPI_RETURN_IF_ERROR(Do(step, /*validate_only=*/false, call));
    report(step);
  }
  return absl::OkStatus();
}

absl::Status Rehearse(const std::vector<Step>& plan, const Caller& call,
                      const std::function<void(const Step&)>& report) {
  std::set<std::string> promised;
  for (const Step& step : plan) {
    if (!BuildsOn(promised, step)) OKAPI_RETURN_IF_ERROR(Do(step, /*validate_only=*/true, call));
    if (step.effect != Step::kUnchanged) promised.insert(step.declared->name);
    report(step);
  }
  return absl::OkStatus();
}

}  // namespace okapi::cli
