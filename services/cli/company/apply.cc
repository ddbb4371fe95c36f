#include "services/cli/company/apply.h"

#include <algorithm>
#include <iterator>
#include <map>
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
#include "okapi/goals/v1/resources.pb.h"
#include "services/cli/company/late_fields.h"
#include "services/cli/session/field_arguments.h"

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

// The fields of the file that differ, but for those that come late.
std::vector<std::string> Differences(const DeclaredResource& declared, const Message& current,
                                     const std::vector<std::string>& late) {
  const auto resource = Without(*declared.resource, late);
  std::vector<std::string> fields;
  for (const std::string& name : declared.fields) {
    const auto* field = declared.kind->resource->FindFieldByName(name);
    if (!google::protobuf::util::MessageDifferencer::Equals(*Only(*resource, field),
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

void SetBool(Message& message, const std::string& field, bool value) {
  message.GetReflection()->SetBool(&message, message.GetDescriptor()->FindFieldByName(field),
                                   value);
}

// What comes late is left out.
std::unique_ptr<Message> CreateRequest(const Step& step) {
  const DeclaredResource& declared = *step.declared;
  auto request = NewMessage(declared.kind->create->input_type());
  const size_t slash = declared.name.rfind('/');
  if (request->GetDescriptor()->FindFieldByName("parent") != nullptr) {
    SetString(*request, "parent", declared.name.substr(0, declared.name.rfind('/', slash - 1)));
  }
  const std::string field = declared.kind->Field();
  SetString(*request, absl::StrCat(field, "_id"), declared.name.substr(slash + 1));
  MutableMessage(*request, field).CopyFrom(*Without(*declared.resource, step.late));
  if (step.subject_may_be_missing) SetBool(*request, kAllowMissing, true);
  return request;
}

std::unique_ptr<Message> UpdateRequest(const Step& step) {
  auto request = NewMessage(step.declared->kind->update->input_type());
  SetAuthor(step.author, step.declared->name, *request);  // Not of what the file says.
  Message& patch = MutableMessage(*request, step.declared->kind->Field());
  patch.CopyFrom(*Without(*step.declared->resource, step.late));
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

absl::StatusOr<std::unique_ptr<Message>> ImportRequest(const Step& step) {
  const DeclaredResource& declared = *step.declared;
  auto request = RequestFor(*declared.kind->import_history, declared.name);
  MutableMessage(*request, "history").CopyFrom(*declared.history);
  OKAPI_RETURN_IF_ERROR(CopyFields(*declared.resource, step.late, *request));
  return request;
}

struct Request {
  const MethodDescriptor* method = nullptr;
  std::unique_ptr<Message> message;
};

// Without a method where there is nothing to do.
absl::StatusOr<Request> CallFor(const Step& step) {
  const DeclaredResource& declared = *step.declared;
  const Kind& kind = *declared.kind;
  switch (step.effect) {
    case Step::kCreated:
      return Request{kind.create, CreateRequest(step)};
    case Step::kUpdated:
      return Request{kind.update, UpdateRequest(step)};
    case Step::kImported: {
      OKAPI_ASSIGN_OR_RETURN(auto message, ImportRequest(step));
      return Request{kind.import_history, std::move(message)};
    }
    case Step::kProposed:
      return Request{kind.propose, RequestFor(*kind.propose, declared.name)};
    case Step::kActivated:
      return Request{kind.activate, RequestFor(*kind.activate, declared.name)};
    case Step::kClosed:
      return Request{kind.close, RequestFor(*kind.close, declared.name)};
    case Step::kUnchanged:
    case Step::kKept:
      break;
  }
  return Request{};
}

// The resource's etag after it; empty if the answer does not say.
absl::StatusOr<std::string> Send(const Step& step, bool validate_only, const Caller& call) {
  OKAPI_ASSIGN_OR_RETURN(const Request request, CallFor(step));
  if (request.method == nullptr) return "";
  SetBool(*request.message, "validate_only", validate_only);
  const auto response = NewMessage(request.method->output_type());
  OKAPI_RETURN_IF_ERROR(About(*step.declared, call(*request.method, *request.message, *response)));
  const bool resource = response->GetDescriptor() == step.declared->kind->resource;
  return resource ? GetString(*response, "etag") : "";
}

// What to do about the history that the file tells of a resource that exists: nothing if it is the
// same, kImported if the service takes it, kKept if there is another one already.
absl::StatusOr<Step::Effect> HistoryEffect(const Step& import, const Caller& call) {
  const DeclaredResource& declared = *import.declared;
  const MethodDescriptor& get = *declared.kind->get_history;
  const auto own = NewMessage(get.output_type());
  OKAPI_RETURN_IF_ERROR(About(declared, call(get, *RequestFor(get, declared.name), *own)));
  if (google::protobuf::util::MessageDifferencer::Equals(*own, *declared.history)) {
    return Step::kUnchanged;
  }
  const absl::Status taken = Send(import, /*validate_only=*/true, call).status();
  if (absl::IsFailedPrecondition(taken)) return Step::kKept;
  // What is wrong with it the rehearsal tells: it may be that something else has to be done before.
  if (!absl::IsInvalidArgument(taken)) OKAPI_RETURN_IF_ERROR(taken);
  return Step::kImported;
}

// Whether objectives are proposed before they become active, by the policy as the file has it, or
// as it is.
bool RequiresProposals(const DeclaredResource& organization, const Message* current) {
  const bool told = std::count(organization.fields.begin(), organization.fields.end(), "policy");
  const Message* one = told ? organization.resource.get() : current;
  return one != nullptr &&
         static_cast<const goals::v1::Organization&>(*one).policy().proposal_required();
}

// The steps that bring resources where the file says they are in their lives, and their order.
class LifeSteps {
 public:
  // `current` is null for a resource that is to be created; `late` comes last.
  absl::Status Add(const DeclaredResource& declared, const Message* current,
                   const std::vector<std::string>& late, const Caller& call) {
    if (declared.kind->resource == goals::v1::Organization::descriptor()) {
      proposals_ = RequiresProposals(declared, current);
    }
    OKAPI_RETURN_IF_ERROR(AddHistory(declared, current, late, call));
    if (!declared.state.empty()) AddStates(declared, current == nullptr ? "" : StateOf(*current));
    return absl::OkStatus();
  }

  void AppendTo(std::vector<Step>& plan) {
    // What lies within another ends before it, and was declared after it.
    std::reverse(ends_.begin(), ends_.end());
    for (std::vector<Step>* steps : {&histories_, &activations_, &ends_, &last_}) {
      std::move(steps->begin(), steps->end(), std::back_inserter(plan));
    }
  }

 private:
  absl::Status AddHistory(const DeclaredResource& declared, const Message* current,
                          const std::vector<std::string>& late, const Caller& call) {
    Step step{Step::kUnchanged, &declared};
    if (declared.history != nullptr) {
      step.effect = Step::kImported;
      step.late = late;
      if (current != nullptr) {
        OKAPI_ASSIGN_OR_RETURN(step.effect, HistoryEffect(step, call));
      }
    }
    const bool brings = step.effect == Step::kImported && !late.empty();
    // What lies within a cycle comes before its end.
    auto& steps = declared.kind->TakesState("CLOSED") ? ends_ : histories_;
    if (step.effect != Step::kUnchanged) (brings ? last_ : steps).push_back(std::move(step));
    if (brings || late.empty()) return absl::OkStatus();
    const std::string etag = current == nullptr ? "" : GetString(*current, "etag");
    last_.push_back({Step::kUpdated, &declared, late, etag});
    return absl::OkStatus();
  }

  void AddStates(const DeclaredResource& declared, const std::string& state) {
    if (state == declared.state) return;
    if (state != "ACTIVE") {
      const bool proposed = !proposals_ || declared.kind->propose == nullptr || state == "PROPOSED";
      if (!proposed) activations_.push_back({Step::kProposed, &declared});
      activations_.push_back({Step::kActivated, &declared});
    }
    if (declared.state == "CLOSED") ends_.push_back({Step::kClosed, &declared});
  }

  std::vector<Step> histories_;
  std::vector<Step> activations_;
  std::vector<Step> ends_;
  std::vector<Step> last_;
  bool proposals_ = false;
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
    const Message* there = create ? nullptr : current.get();
    const std::vector<std::string> late = LateFieldsOf(each, there);
    OKAPI_RETURN_IF_ERROR(life.Add(each, there, late, call));
    if (create) {
      Step step{Step::kCreated, &each, {}, "", late};
      // What happened to it shows that it comes from elsewhere; CheckApply tells of what is gone.
      step.subject_may_be_missing = each.kind->OutlivesSubject() && each.history != nullptr;
      plan.push_back(std::move(step));
      continue;
    }
    std::vector<std::string> fields = Differences(each, *current, late);
    const Step::Effect effect = fields.empty() ? Step::kUnchanged : Step::kUpdated;
    plan.push_back({effect, &each, std::move(fields), GetString(*current, "etag"), late});
  }
  life.AppendTo(plan);
  return plan;
}

absl::Status Do(const Step& step, const Caller& call, Etags& etags) {
  const auto written = etags.find(step.declared->name);
  Step now = step;
  if (written != etags.end()) now.etag = written->second;
  OKAPI_ASSIGN_OR_RETURN(std::string etag, Send(now, /*validate_only=*/false, call));
  if (!etag.empty()) etags[step.declared->name] = std::move(etag);
  return absl::OkStatus();
}

absl::Status Execute(const std::vector<Step>& plan, const Caller& call,
                     const std::function<void(const Step&)>& report) {
  Etags etags;
  for (const Step& step : plan) {
    OKAPI_RETURN_IF_ERROR(Do(step, call, etags));
    report(step);
  }
  return absl::OkStatus();
}

}  // namespace okapi::cli
