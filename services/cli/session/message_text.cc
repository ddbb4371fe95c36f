#include "services/cli/session/message_text.h"

#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/api/field_behavior.h"
#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "common/text/quantity.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/type/date.pb.h"
#include "services/cli/terminal/display_text.h"

namespace okapi::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Whether YAML reads the text as nothing, as a truth value or as a number.
bool HasMeaningInYaml(const std::string& text) {
  for (const char* word : {"~", "null", "true", "false", "yes", "no", "on", "off", "y", "n"}) {
    if (absl::EqualsIgnoreCase(text, word)) return true;
  }
  double number = 0;
  return absl::SimpleAtod(text, &number);
}

// Messages that are one value: dates, times and durations. False for others.
bool WellKnownText(const Message& message, std::string* text) {
  if (message.GetDescriptor() == google::type::Date::descriptor()) {
    *text = calendar::FormatDate(static_cast<const google::type::Date&>(message));
    return true;
  }
  if (message.GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
    const auto& timestamp = static_cast<const google::protobuf::Timestamp&>(message);
    *text = absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", api::FromTimestamp(timestamp),
                             absl::UTCTimeZone());
    return true;
  }
  if (message.GetDescriptor() == google::protobuf::Duration::descriptor()) {
    *text = absl::FormatDuration(
        api::FromDuration(static_cast<const google::protobuf::Duration&>(message)));
    return true;
  }
  return false;
}

// The element `index` of a repeated field, or the value of a singular one for -1.
std::string ScalarText(const Message& message, const FieldDescriptor* field, int index) {
  const auto* reflection = message.GetReflection();
  const bool one = index < 0;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return one ? reflection->GetString(message, field)
                 : reflection->GetRepeatedString(message, field, index);
    case FieldDescriptor::CPPTYPE_ENUM:
      return one ? reflection->GetEnum(message, field)->name()
                 : reflection->GetRepeatedEnum(message, field, index)->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return (one ? reflection->GetBool(message, field)
                  : reflection->GetRepeatedBool(message, field, index))
                 ? "true"
                 : "false";
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return text::ExactNumber(one ? reflection->GetDouble(message, field)
                                   : reflection->GetRepeatedDouble(message, field, index));
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(one ? reflection->GetInt32(message, field)
                              : reflection->GetRepeatedInt32(message, field, index));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(one ? reflection->GetInt64(message, field)
                              : reflection->GetRepeatedInt64(message, field, index));
    default:
      return "";
  }
}

bool IsNumber(const FieldDescriptor* field) {
  return field->cpp_type() <= FieldDescriptor::CPPTYPE_FLOAT;  // The first of them.
}

// Whether a field has a value. Zero is one where a number is required: `apply` would miss it.
bool IsShown(const Message& message, const FieldDescriptor* field) {
  if (field->is_repeated()) return message.GetReflection()->FieldSize(message, field) > 0;
  if (message.GetReflection()->HasField(message, field)) return true;
  return IsNumber(field) && !field->has_presence() && api::IsRequired(field);
}

void AppendYaml(const Message& message, const std::string& indent, std::string& out);
void AppendMap(const Message& message, const FieldDescriptor* field, const std::string& indent,
               std::string& out);

// One value behind `lead`, which is a key with its colon or the dash of a list.
void AppendValue(const Message& message, const FieldDescriptor* field, int index,
                 const std::string& lead, const std::string& indent, std::string& out) {
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    std::string text = ScalarText(message, field, index);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) text = YamlString(text);
    absl::StrAppend(&out, lead, " ", text, "\n");
    return;
  }
  const auto* reflection = message.GetReflection();
  const Message& value = index < 0 ? reflection->GetMessage(message, field)
                                   : reflection->GetRepeatedMessage(message, field, index);
  std::string text;
  if (WellKnownText(value, &text)) {
    absl::StrAppend(&out, lead, " ", text, "\n");
    return;
  }
  std::string fields;
  AppendYaml(value, indent + "  ", fields);
  // A key without a value would be no message.
  absl::StrAppend(&out, lead, fields.empty() ? " {}\n" : "\n", fields);
}

void AppendYaml(const Message& message, const std::string& indent, std::string& out) {
  for (int number = 0; number < message.GetDescriptor()->field_count(); ++number) {
    const FieldDescriptor* field = message.GetDescriptor()->field(number);
    if (!IsShown(message, field)) continue;
    if (!field->is_repeated()) {
      AppendValue(message, field, -1, absl::StrCat(indent, field->name(), ":"), indent, out);
      continue;
    }
    absl::StrAppend(&out, indent, field->name(), ":\n");
    if (field->is_map()) {
      AppendMap(message, field, indent + "  ", out);
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      AppendValue(message, field, i, indent + "  -", indent + "  ", out);
    }
  }
}

// By key: a map has no order of its own.
void AppendMap(const Message& message, const FieldDescriptor* field, const std::string& indent,
               std::string& out) {
  std::map<std::string, const Message*> entries;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
    const Message& entry = message.GetReflection()->GetRepeatedMessage(message, field, i);
    entries[ScalarText(entry, entry.GetDescriptor()->map_key(), -1)] = &entry;
  }
  for (const auto& [key, entry] : entries) {
    AppendValue(*entry, entry->GetDescriptor()->map_value(), -1,
                absl::StrCat(indent, YamlString(key), ":"), indent, out);
  }
}

}  // namespace

std::string YamlString(const std::string& text) {
  const bool plain = !text.empty() && !HasMeaningInYaml(text) &&
                     text.find_first_of("\"\\#:{}[],&*!|>'%@`") == std::string::npos &&
                     text.front() != ' ' && text.back() != ' ' && text.front() != '-' &&
                     text.front() != '?' && OneLine(text) == text;
  if (plain) return text;
  std::string quoted = "\"";
  for (size_t at = 0; at < text.size();) {
    const size_t first = at;
    const char32_t character = NextCharacter(text, at);
    if (character == '\n') {
      quoted += "\\n";
    } else if (IsControl(character)) {
      absl::StrAppend(&quoted, absl::StrFormat("\\u%04x", static_cast<uint32_t>(character)));
    } else {
      absl::StrAppend(&quoted, character == '"' || character == '\\' ? "\\" : "",
                      text.substr(first, at - first));
    }
  }
  return quoted + "\"";
}

std::string ToJson(const Message& message, bool one_line) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = !one_line;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) return absl::StrCat("{\"error\": \"", status.ToString(), "\"}\n");
  if (json.empty() || json.back() != '\n') json += '\n';
  return json;
}

std::string ToYaml(const Message& message) {
  std::string out;
  AppendYaml(message, "", out);
  return out;
}

std::string FieldText(const Message& message, const FieldDescriptor* field) {
  if (field->is_repeated()) return "";
  const bool set = message.GetReflection()->HasField(message, field);
  if (field->has_presence() && !set) return "";
  // What people need not say and did not; what the service counts is 0 where it found none.
  if (IsNumber(field) && !set && !api::IsRequired(field) && !api::IsOutputOnly(field)) return "";
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return ScalarText(message, field, -1);
  std::string text;
  WellKnownText(message.GetReflection()->GetMessage(message, field), &text);
  return text;
}

}  // namespace okapi::cli
