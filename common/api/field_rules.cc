#include "common/api/field_rules.h"

#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/api/field_behavior.h"
#include "common/api/request_check.h"
#include "google/api/resource.pb.h"

namespace okapi::api {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

FieldRule::Role RoleOf(const FieldDescriptor* field) {
  if (field->name() == "display_name") return FieldRule::Role::kDisplayName;
  if (field->name() == "page_size") return FieldRule::Role::kPageSize;
  if (field->name() == "parent") return FieldRule::Role::kParent;
  if (field->name() == "request_id") return FieldRule::Role::kRequestId;
  return FieldRule::Role::kNone;
}

FieldRule RuleOf(const FieldDescriptor* field) {
  FieldRule rule;
  rule.field = field;
  rule.role = RoleOf(field);
  rule.required = IsRequired(field);
  // An enum or a text that is empty counts as not filled in; a number that is 0 may be meant.
  rule.can_be_absent = field->is_repeated() || field->has_presence() ||
                       field->cpp_type() == FieldDescriptor::CPPTYPE_STRING ||
                       field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM;
  rule.length_max =
      rule.role == FieldRule::Role::kDisplayName ? kDisplayNameLengthMax : kTextLengthMax;
  rule.as_written = IsAsWritten(field);
  rule.reference = field->options().GetExtension(google::api::resource_reference).type();
  return rule;
}

MessageRules Read(const Descriptor* type, bool as_written) {
  MessageRules rules;
  rules.is_resource = type->options().HasExtension(google::api::resource);
  rules.is_update = type->FindFieldByName("update_mask") != nullptr;
  rules.template_id = type->FindFieldByName("template_id");
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (IsOutputOnly(field) && !as_written) {
      rules.output_only.push_back(field);
    } else if (!field->is_map()) {
      rules.given.push_back(RuleOf(field));
      if (field->message_type() == nullptr) continue;
      rules.given.back().as_written |= as_written;
      if (!rules.given.back().as_written) rules.nested.push_back(field);
    }
  }
  return rules;
}

}  // namespace

const MessageRules& RulesOf(const Descriptor* type, bool as_written) {
  // Types live for ever. The rules stay where they are when the map grows.
  using Rules = std::unique_ptr<const MessageRules>;
  thread_local absl::flat_hash_map<std::pair<const Descriptor*, bool>, Rules> known;
  Rules& rules = known[std::pair(type, as_written)];
  if (rules == nullptr) rules = std::make_unique<const MessageRules>(Read(type, as_written));
  return *rules;
}

}  // namespace okapi::api
