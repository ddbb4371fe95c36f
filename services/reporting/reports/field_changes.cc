#include "services/reporting/reports/field_changes.h"

#include <memory>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/api/field_behavior.h"
#include "common/calendar/date.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/type/date.pb.h"

namespace okapi::reporting {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using okapi::reporting::v1::FieldChange;
using okapi::reporting::v1::ReviewEvent;

bool IsState(const FieldDescriptor& field) { return field.name() == "state"; }

// Without what the service computes, at any depth; so numbers that move are no change of what they
// belong to.
void DropComputed(Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (api::IsOutputOnly(field) && !IsState(*field)) {
      reflection.ClearField(&message, field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_map()) {
      const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
      for (int i = 0; i < count; ++i) {
        DropComputed(field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                          : *reflection.MutableMessage(&message, field));
      }
    }
  }
}

std::unique_ptr<Message> Said(const Message& message) {
  std::unique_ptr<Message> said(message.New());
  said->CopyFrom(message);
  DropComputed(*said);
  return said;
}

std::string EnumText(const google::protobuf::EnumValueDescriptor& value) {
  return value.number() == 0 ? "" : std::string(value.name());
}

// Of one that is set and not repeated; nullopt for what has more in it than a word.
std::optional<std::string> TextOf(const FieldDescriptor& field, const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumText(*reflection.GetEnum(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return absl::StrFormat("%.15g", reflection.GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const auto* date =
          dynamic_cast<const google::type::Date*>(&reflection.GetMessage(message, &field));
      return date == nullptr ? std::nullopt : std::optional(calendar::FormatDate(*date));
    }
    default:
      return std::nullopt;
  }
}

std::optional<std::string> TextIfSet(const FieldDescriptor& field, const Message& message) {
  if (field.has_presence() && !message.GetReflection()->HasField(message, &field)) return "";
  return TextOf(field, message);
}

}  // namespace

std::vector<const FieldDescriptor*> ChangedFields(const Message& before, const Message& after) {
  const std::unique_ptr<Message> was = Said(before);
  const std::unique_ptr<Message> is = Said(after);
  std::vector<const FieldDescriptor*> changed;
  for (int i = 0; i < before.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = before.GetDescriptor()->field(i);
    if (field->name() == "etag" || (api::IsOutputOnly(field) && !IsState(*field))) continue;
    google::protobuf::util::MessageDifferencer differencer;
    if (!differencer.CompareWithFields(*was, *is, {field}, {field})) changed.push_back(field);
  }
  return changed;
}

void AddFieldChange(const FieldDescriptor& field, const Message& before, const Message& after,
                    ReviewEvent& event) {
  event.add_fields(field.name());
  if (field.is_repeated()) return;
  const std::optional<std::string> was = TextIfSet(field, before);
  const std::optional<std::string> is = TextIfSet(field, after);
  // Texts of many words are told by their field alone.
  const auto is_short = [](const std::optional<std::string>& text) {
    return text.has_value() && text->size() <= 200 && !absl::StrContains(*text, '\n');
  };
  const bool both_unset = is_short(was) && is_short(is) && was->empty() && is->empty();
  if (!is_short(was) || !is_short(is) || both_unset) return;
  FieldChange& change = *event.add_changes();
  change.set_field(field.name());
  change.set_old_value(*was);
  change.set_new_value(*is);
}

}  // namespace okapi::reporting
