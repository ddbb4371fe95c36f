#include "services/cli/apply.h"

#include <algorithm>
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

bool IsActive(const Message& resource) {
  const auto* field = resource.GetDescriptor()->FindFieldByName("state");
  return resource.GetReflection()->GetEnum(resource, field)->name() == "ACTIVE";
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

absl::Status Do(const Step& step, bool validate_only, const Caller& call) {
  const Kind& kind = *step.declared->kind;
  const MethodDescriptor* method = nullptr;
  std::unique_ptr<Message> request;
  switch (step.effect) {
    case Step::kUnchanged:
      return absl::OkStatus();
    case Step::kCreated:
      method = kind.create;
      request = CreateRequest(*step.declared);
      break;
    case Step::kUpdated:
      method = kind.update;
      request = UpdateRequest(step);
      break;
    case Step::kActivated:
      method = kind.activate;
      request = NewMessage(method->input_type());
      SetString(*request, "name", step.declared->name);
      break;
  }
  const auto* field = request->GetDescriptor()->FindFieldByName("validate_only");
  request->GetReflection()->SetBool(request.get(), field, validate_only);
  const auto response = NewMessage(method->output_type());
  return About(*step.declared, call(*method, *request, *response));
}

// Whether the step builds on something that a rehearsal has only promised: its resource, what this
// refers to or, for an activation, what belongs to it. A service knows nothing of what another one
// was promised.
bool BuildsOn(const std::set<std::string>& promised, const Step& step) {
  const DeclaredResource& declared = *step.declared;
  if (promised.count(declared.name) != 0) return true;
  if (std::any_of(declared.references.begin(), declared.references.end(),
                  [&](const std::string& name) {
                    return promised.count(name) != 0 &&
                           declared.kind->ServiceSharedWith(*FindKindOfName(name));
                  })) {
    return true;
  }
  const std::string children = absl::StrCat(declared.name, "/");
  const auto child = promised.lower_bound(children);
  return step.effect == Step::kActivated && child != promised.end() &&
         absl::StartsWith(*child, children);
}

}  // namespace

std::string LabelOf(const DeclaredResource& declared) {
  const Kind& kind = *declared.kind;
  return kind.create == nullptr ? kind.singular
                                : absl::StrCat(kind.singular, " ", ShortName(declared.name));
}

absl::StatusOr<std::vector<Step>> MakePlan(const std::vector<DeclaredResource>& declared,
                                           const Caller& call, YamlErrors& errors) {
  std::vector<Step> plan;
  std::vector<Step> activations;
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
    if (each.activate && (create || !IsActive(*current))) {
      activations.push_back({Step::kActivated, &each, {}, ""});
    }
    if (create) {
      plan.push_back({Step::kCreated, &each, {}, ""});
      continue;
    }
    std::vector<std::string> fields = Differences(each, *current);
    const Step::Effect effect = fields.empty() ? Step::kUnchanged : Step::kUpdated;
    plan.push_back({effect, &each, std::move(fields), GetString(*current, "etag")});
  }
  plan.insert(plan.end(), activations.begin(), activations.end());
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
