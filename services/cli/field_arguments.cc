#include "services/cli/field_arguments.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/api/field_behavior.h"
#include "common/status/status_macros.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/cli/company_file_references.h"
#include "services/cli/yaml_message.h"

namespace okapi::cli {
namespace {

// A text is taken as it is typed; anything else is YAML, such as {baseline: 0, target: 20}.
std::string YamlOf(absl::string_view value, const FieldDescriptor* field) {
  const bool text = field != nullptr && !field->is_repeated() &&
                    field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  if (!text) return std::string(value);
  std::string quoted = "'";
  for (const char c : value) absl::StrAppend(&quoted, c == '\'' ? "''" : std::string(1, c));
  return quoted + "'";
}

// A day where a time is asked for; false for anything else.
bool IsDayForTime(const std::string& value, const FieldDescriptor* field, absl::CivilDay* day) {
  return field != nullptr && !field->is_repeated() &&
         field->message_type() == google::protobuf::Timestamp::descriptor() &&
         absl::ParseCivilTime(value, day);
}

// One line per field. What is no field at all is among the violations.
absl::StatusOr<std::string> DocumentOf(const std::vector<std::string>& arguments,
                                       const Descriptor& type, const DayStart& day_start,
                                       status::FieldViolations& violations) {
  std::string document;
  for (const std::string& argument : arguments) {
    const size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
      violations.Add(absl::StrCat("'", argument, "'"),
                     "is not like reason=\"the quarter is over\"");
      continue;
    }
    const std::string name = argument.substr(0, equals);
    std::string value = argument.substr(equals + 1);
    const FieldDescriptor* field = type.FindFieldByName(name);
    absl::CivilDay day;
    if (IsDayForTime(value, field, &day)) {
      OKAPI_ASSIGN_OR_RETURN(const absl::Time start, day_start(day));
      value = absl::FormatTime(absl::RFC3339_full, start, absl::UTCTimeZone());
    }
    absl::StrAppend(&document, name, ": ", YamlOf(value, field), "\n");
  }
  return document;
}

// An author, or the member whom a request asks for: who accepts a KPI, who has read a check-in. Any
// other member is one that it is about.
bool IsWhoDoesIt(const FieldDescriptor& field) {
  if (field.is_repeated() || field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) return false;
  return field.name() == "author" ? !api::IsOutputOnly(&field) : api::IsRequired(&field);
}

}  // namespace

absl::Status SetFields(const std::vector<std::string>& arguments, const std::string& owner,
                       const std::vector<std::string>& reserved, const DayStart& day_start,
                       Message& message, status::FieldViolations& violations) {
  OKAPI_ASSIGN_OR_RETURN(const std::string document,
                         DocumentOf(arguments, *message.GetDescriptor(), day_start, violations));
  if (document.empty()) return absl::OkStatus();
  YamlErrors errors("argument");
  const TextRule complete = [&owner](const FieldDescriptor& field, std::string& text) {
    return CompleteReference(field, owner, text);
  };
  try {  // yaml-cpp's way to tell.
    SetFromYaml(YAML::Load(document), "", message, reserved, complete, errors);
  } catch (const YAML::Exception& error) {
    const std::vector<std::string> lines = absl::StrSplit(document, '\n');
    const size_t line =
        std::min(lines.size() - 1, static_cast<size_t>(std::max(error.mark.line, 0)));
    violations.Add(lines[line].substr(0, lines[line].find(':')),
                   absl::StrCat("is no YAML value: ", error.msg));
  }
  for (const YamlErrors::Entry& entry : errors.entries()) violations.Add(entry.path, entry.what);
  return absl::OkStatus();
}

absl::Status SetFields(const std::vector<std::string>& arguments, const std::string& owner,
                       const std::vector<std::string>& reserved, const DayStart& day_start,
                       Message& message) {
  status::FieldViolations violations;
  OKAPI_RETURN_IF_ERROR(SetFields(arguments, owner, reserved, day_start, message, violations));
  return violations.ToStatus();
}

void SetAuthor(const std::string& actor, const std::string& owner, Message& message) {
  if (actor.empty()) return;
  for (const char* name : {"author", "member"}) {
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr || !IsWhoDoesIt(*field)) continue;
    if (!message.GetReflection()->GetString(message, field).empty()) continue;
    std::string author = actor;
    // An id that is none is told by the service, which is told who asks as well.
    if (CompleteReference(*field, owner, author).empty()) SetString(message, name, author);
  }
  // What is said of a resource, such as an assessment, has an author of its own.
  std::vector<const FieldDescriptor*> given;
  message.GetReflection()->ListFields(message, &given);
  for (const FieldDescriptor* field : given) {
    if (field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    SetAuthor(actor, owner, *message.GetReflection()->MutableMessage(&message, field));
  }
}

}  // namespace okapi::cli
