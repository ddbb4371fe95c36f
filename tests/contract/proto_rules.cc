#include "tests/contract/proto_rules.h"

#include <cctype>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/api/field_behavior.h"
#include "google/api/field_behavior.pb.h"
#include "google/api/resource.pb.h"
#include "okapi/common/v1/permission.pb.h"

namespace okapi::contract {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::MethodOptions;
using google::protobuf::ServiceDescriptor;

class Rules {
 public:
  explicit Rules(const FileDescriptor& file) : file_(file) {}

  std::vector<std::string> Run() {
    for (int i = 0; i < file_.service_count(); ++i) CheckService(*file_.service(i));
    for (int i = 0; i < file_.message_type_count(); ++i) CheckMessage(*file_.message_type(i));
    for (int i = 0; i < file_.enum_type_count(); ++i) CheckEnum(*file_.enum_type(i));
    return std::move(findings_);
  }

 private:
  template <typename D>
  void Find(const D& element, absl::string_view what) {
    findings_.push_back(absl::StrCat(element.full_name(), ": ", what));
  }

  template <typename D>
  void CheckComment(const D& element) {
    google::protobuf::SourceLocation location;
    if (!element.GetSourceLocation(&location) || location.leading_comments.empty()) {
      Find(element, "has no comment");
    }
  }

  void CheckService(const ServiceDescriptor& service) {
    CheckComment(service);
    if (!absl::EndsWith(service.name(), "Service")) Find(service, "name does not end in Service");
    for (int i = 0; i < service.method_count(); ++i) CheckMethod(*service.method(i));
  }

  void CheckMethod(const MethodDescriptor& method) {
    CheckComment(method);
    if (method.options().GetExtension(okapi::common::v1::permission) ==
        okapi::common::v1::PERMISSION_UNSPECIFIED) {
      Find(method, "declares no permission");
    }
    if (method.input_type()->name() != method.name() + "Request") {
      Find(method, "request is not named after the method");
    }
    const bool streaming = method.client_streaming() || method.server_streaming();
    const bool read =
        absl::StartsWith(method.name(), "Get") || absl::StartsWith(method.name(), "List") ||
        absl::StartsWith(method.name(), "Aggregate") ||
        absl::StartsWith(method.name(), "BatchAggregate") ||
        absl::StartsWith(method.name(), "Explain") || absl::StartsWith(method.name(), "Compare") ||
        absl::StartsWith(method.name(), "Find") || method.name() == "WhatIf";
    // Nothing stays of a rehearsal, so nothing has to be done once only.
    const bool rehearsal = method.service()->name() == "RehearsalService";
    const bool declared_read =
        method.options().idempotency_level() == MethodOptions::NO_SIDE_EFFECTS;
    if (!streaming && read != declared_read)
      Find(method, "idempotency_level does not fit its name");
    if (!streaming && !declared_read && !rehearsal) {
      Demand(*method.input_type(), "request_id");
      Demand(*method.input_type(), "validate_only");
    }
    if (absl::StartsWith(method.name(), "List")) {
      Demand(*method.input_type(), "page_size");
      Demand(*method.input_type(), "page_token");
      Demand(*method.output_type(), "next_page_token");
    }
    if (absl::StartsWith(method.name(), "Update")) Demand(*method.input_type(), "update_mask");
    if (absl::StartsWith(method.name(), "Delete")) Demand(*method.input_type(), "etag");
  }

  void Demand(const Descriptor& message, const std::string& field) {
    if (message.FindFieldByName(field) == nullptr)
      Find(message, absl::StrCat("has no field ", field));
  }

  void CheckMessage(const Descriptor& message) {
    if (message.options().map_entry()) return;
    CheckComment(message);
    for (int i = 0; i < message.field_count(); ++i) CheckField(*message.field(i));
    for (int i = 0; i < message.nested_type_count(); ++i) CheckMessage(*message.nested_type(i));
    for (int i = 0; i < message.enum_type_count(); ++i) CheckEnum(*message.enum_type(i));
    for (int i = 0; i < message.real_oneof_decl_count(); ++i) CheckComment(*message.oneof_decl(i));
    if (message.options().HasExtension(google::api::resource)) CheckResource(message);
  }

  void CheckField(const FieldDescriptor& field) {
    CheckComment(field);
    if (field.options().ExtensionSize(google::api::field_behavior) == 0) {
      Find(field, "has no field behaviour");
    }
  }

  void CheckResource(const Descriptor& message) {
    const auto& resource = message.options().GetExtension(google::api::resource);
    if (resource.type() != absl::StrCat("okapi.dev/", message.name())) {
      Find(message, "resource type is not okapi.dev/ and its name");
    }
    if (resource.pattern_size() != 1 || !PatternIsWellFormed(resource.pattern(0))) {
      Find(message, "resource pattern is not well formed");
    }
    const FieldDescriptor* name = message.FindFieldByNumber(1);
    if (name == nullptr || name->name() != "name" || !api::IsImmutable(name)) {
      Find(message, "field 1 is not an immutable name");
    }
  }

  // collection/{variable} pairs from organizations/{organization}; collections in camelCase,
  // `settings` alone stands for one.
  static bool PatternIsWellFormed(absl::string_view pattern) {
    const std::vector<absl::string_view> parts = absl::StrSplit(pattern, '/');
    if (!absl::StartsWith(pattern, "organizations/{organization}")) return false;
    for (size_t i = 0; i < parts.size(); ++i) {
      const bool variable = absl::StartsWith(parts[i], "{") && absl::EndsWith(parts[i], "}");
      if (variable != (i % 2 == 1)) return false;
      if (!variable && !std::islower(static_cast<unsigned char>(parts[i][0]))) return false;
    }
    return true;
  }

  void CheckEnum(const EnumDescriptor& enumeration) {
    CheckComment(enumeration);
    if (!absl::EndsWith(enumeration.value(0)->name(), "_UNSPECIFIED")) {
      Find(enumeration, "value 0 is not UNSPECIFIED");
    }
    for (int i = 0; i < enumeration.value_count(); ++i) CheckComment(*enumeration.value(i));
  }

  const FileDescriptor& file_;
  std::vector<std::string> findings_;
};

}  // namespace

std::vector<std::string> Check(const FileDescriptor& file) { return Rules(file).Run(); }

}  // namespace okapi::contract
