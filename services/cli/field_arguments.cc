#include "services/cli/field_arguments.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/field_behavior.h"
#include "common/status/status_macros.h"
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

// One line per field, so that an error's line is the number of the argument.
absl::StatusOr<std::string> DocumentOf(const std::vector<std::string>& arguments,
                                       const Descriptor& type) {
  std::string document;
  for (const std::string& argument : arguments) {
    const size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", argument, "' is not like reason=\"the quarter is over\""));
    }
    const std::string field = argument.substr(0, equals);
    absl::StrAppend(
        &document, field, ": ",
        YamlOf(absl::string_view(argument).substr(equals + 1), type.FindFieldByName(field)), "\n");
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
                       const std::vector<std::string>& reserved, Message& message) {
  OKAPI_ASSIGN_OR_RETURN(const std::string document,
                         DocumentOf(arguments, *message.GetDescriptor()));
  if (document.empty()) return absl::OkStatus();
  YamlErrors errors("argument");
  const TextRule complete = [&owner](const FieldDescriptor& field, std::string& text) {
    return CompleteReference(field, owner, text);
  };
  try {  // yaml-cpp's way to tell.
    SetFromYaml(YAML::Load(document), "", message, reserved, complete, errors);
  } catch (const YAML::Exception& error) {
    return absl::InvalidArgumentError(
        absl::StrCat("argument ", error.mark.line + 1, " is no YAML value: ", error.msg));
  }
  if (errors.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(errors.errors(), "\n"));
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
