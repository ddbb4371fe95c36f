#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/util/field_mask_util.h"
#include "okapi/goals/v1/organizations_service.pb.h"
#include "okapi/metrics/v1/metrics_service.pb.h"
#include "okapi/reporting/v1/decision_service.pb.h"
#include "services/cli/session/catalogue.h"

// For the tests of apply.
namespace okapi::cli {

using google::protobuf::FieldMask;
using google::protobuf::util::FieldMaskUtil;

inline const Message& MessageIn(const Message& request, const std::string& field) {
  return request.GetReflection()->GetMessage(request,
                                             request.GetDescriptor()->FindFieldByName(field));
}

inline void SetState(Message& resource, const char* state) {
  const auto* field = resource.GetDescriptor()->FindFieldByName("state");
  if (field == nullptr || field->enum_type()->FindValueByName("ACTIVE") == nullptr) return;
  resource.GetReflection()->SetEnum(&resource, field, field->enum_type()->FindValueByName(state));
}

// All services as one map of resources by name.
class FakeServices {
 public:
  absl::Status Call(const MethodDescriptor& method, const Message& request, Message& response) {
    const std::string verb =
        method.name().substr(0, method.name().find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1));
    const std::string of = verb == "Get" ? GetString(request, "name") : "";
    if (absl::EndsWith(method.name(), "History") && verb == "Get") {
      return Get(absl::StrCat(of, "/history"), response);
    }
    if (verb == "Get") return Get(of, response);
    const bool validate_only = request.GetReflection()->GetBool(
        request, request.GetDescriptor()->FindFieldByName("validate_only"));
    const Kind& kind = *FindKindOf(method);
    const std::string name = NameIn(kind, verb, request);
    calls_.push_back(absl::StrCat(validate_only ? "validate " : "", method.name(), " ",
                                  ShortName(name), verb == "Update" ? MaskIn(request) : "",
                                  MoreIn(request)));
    if (name == refused_) return refusal_;
    if (verb == "Import") return Import(name, request, validate_only);
    if (validate_only) return absl::OkStatus();
    return Write(kind, verb, name, request, response);
  }

  // The same, for calls of which nothing stays here.
  FakeServices Copy() const {
    FakeServices copy;
    for (const auto& [name, resource] : resources_) {
      if (resource == nullptr) continue;
      copy.resources_[name].reset(resource->New());
      copy.resources_[name]->CopyFrom(*resource);
    }
    copy.refused_ = refused_;
    copy.refusal_ = refusal_;
    copy.revision_ = revision_;
    return copy;
  }

  void Refuse(const std::string& name,
              absl::Status refusal = status::InvalidField("team.display_name", "is a bad word")) {
    refused_ = name;
    refusal_ = std::move(refusal);
  }
  // The calls that were no Gets, such as `UpdateTeam sales: display_name`.
  std::vector<std::string> TakeCalls() { return std::exchange(calls_, {}); }
  Message& at(const std::string& name) { return *resources_.at(name); }

 private:
  static const Kind* FindKindOf(const MethodDescriptor& method) {
    for (const Kind& kind : Kinds()) {
      for (const auto* known : {kind.create, kind.update, kind.propose, kind.activate, kind.close,
                                kind.import_history}) {
        if (&method == known) return &kind;
      }
    }
    return nullptr;
  }

  static std::string NameIn(const Kind& kind, const std::string& verb, const Message& request) {
    return verb == "Create" || verb == "Update"
               ? GetString(MessageIn(request, kind.Field()), "name")
               : GetString(request, "name");
  }

  static std::string MaskIn(const Message& request) {
    return absl::StrCat(
        ": ",
        FieldMaskUtil::ToString(static_cast<const FieldMask&>(MessageIn(request, "update_mask"))));
  }

  // What a request has beside what it is named after.
  static std::string MoreIn(const Message& request) {
    if (const auto* it = As<goals::v1::CreateOrganizationRequest>(request)) {
      return it->organization().policy().change_rules().empty() ? "" : " with rules";
    }
    if (const auto* it = As<goals::v1::UpdateOrganizationRequest>(request)) {
      return it->organization().policy().change_rules().empty() ? "" : " with rules";
    }
    if (const auto* it = As<goals::v1::ImportOrganizationHistoryRequest>(request)) {
      return it->change_rules().empty() ? "" : " with rules";
    }
    if (const auto* it = As<metrics::v1::ImportSettingsHistoryRequest>(request)) {
      return it->active_kpis_per_owner_max() == 0 ? "" : " with a limit";
    }
    if (const auto* it = As<reporting::v1::CreateDecisionRequest>(request)) {
      return it->allow_missing_subject() ? " on what may be gone" : "";
    }
    return "";
  }
  template <typename T>
  static const T* As(const Message& message) {
    return google::protobuf::DynamicCastToGenerated<T>(&message);
  }

  absl::Status Get(const std::string& name, Message& response) {
    const auto found = resources_.find(name);
    if (found != resources_.end()) {
      response.CopyFrom(*found->second);
    } else if (!absl::EndsWith(name, "/settings") && !absl::EndsWith(name, "/history")) {
      return status::NotFound(name);
    }
    return absl::OkStatus();
  }

  // One history only.
  absl::Status Import(const std::string& name, const Message& request, bool validate_only) {
    std::unique_ptr<Message>& kept = resources_[absl::StrCat(name, "/history")];
    if (kept != nullptr && kept->ByteSizeLong() > 0)
      return absl::FailedPreconditionError("has one");
    if (validate_only) return absl::OkStatus();
    const Message& history = MessageIn(request, "history");
    kept.reset(history.New());
    kept->CopyFrom(history);
    if (const auto* told = As<goals::v1::ImportOrganizationHistoryRequest>(request)) {
      auto& organization = static_cast<goals::v1::Organization&>(at(name));
      organization.mutable_policy()->mutable_change_rules()->MergeFrom(told->change_rules());
    }
    if (const auto* told = As<metrics::v1::ImportSettingsHistoryRequest>(request)) {
      std::unique_ptr<Message>& settings = resources_[name];
      if (settings == nullptr) settings = NewMessage(metrics::v1::Settings::descriptor());
      static_cast<metrics::v1::Settings&>(*settings).set_active_kpis_per_owner_max(
          told->active_kpis_per_owner_max());
    }
    return absl::OkStatus();
  }

  absl::Status Write(const Kind& kind, const std::string& verb, const std::string& name,
                     const Message& request, Message& response) {
    std::unique_ptr<Message>& resource = resources_[name];
    if (resource == nullptr) resource = NewMessage(kind.resource);
    if (verb == "Create") {
      resource->CopyFrom(MessageIn(request, kind.Field()));
      SetState(*resource, "CLOSED");  // Anything but ACTIVE.
    } else if (verb == "Update") {
      const Message& patch = MessageIn(request, kind.Field());
      if (GetString(patch, "etag") != GetString(*resource, "etag")) {
        return absl::AbortedError("the etag is old");
      }
      FieldMaskUtil::MergeOptions replace;
      replace.set_replace_message_fields(true);
      replace.set_replace_repeated_fields(true);
      FieldMaskUtil::MergeMessageTo(
          patch, static_cast<const FieldMask&>(MessageIn(request, "update_mask")), replace,
          resource.get());
    } else {
      SetState(*resource, verb == "Close" ? "CLOSED" : verb == "Propose" ? "PROPOSED" : "ACTIVE");
    }
    SetString(*resource, "etag", absl::StrCat(++revision_));
    // A close may answer with more.
    if (response.GetDescriptor() == resource->GetDescriptor()) response.CopyFrom(*resource);
    return absl::OkStatus();
  }

  std::map<std::string, std::unique_ptr<Message>> resources_;
  std::vector<std::string> calls_;
  std::string refused_;
  absl::Status refusal_;
  int revision_ = 0;
};

}  // namespace okapi::cli
