#include "services/cli/session/field_arguments.h"

#include <algorithm>
#include <set>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/api/field_behavior.h"
#include "common/status/status_macros.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/cli/files/yaml_message.h"
#include "services/cli/session/references.h"

namespace okapi::cli {
namespace {

// Whether what is typed is the value itself, and no YAML such as {baseline: 0, target: 20}.
bool IsText(const FieldDescriptor* field) {
  return field != nullptr && !field->is_repeated() &&
         field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
}

// A day where a time is asked for; false for anything else.
bool IsDayForTime(const std::string& value, const FieldDescriptor* field, absl::CivilDay* day) {
  return field != nullptr && !field->is_repeated() &&
         field->message_type() == google::protobuf::Timestamp::descriptor() &&
         absl::ParseCivilTime(value, day);
}

// What an argument gives to `field`, which there may be none of.
absl::StatusOr<YAML::Node> ValueOf(const std::string& typed, const FieldDescriptor* field,
                                   const DayStart& day_start) {
  absl::CivilDay day;
  if (IsDayForTime(typed, field, &day)) {
    OKAPI_ASSIGN_OR_RETURN(const absl::Time start, day_start(day));
    return YAML::Node(absl::FormatTime(absl::RFC3339_full, start, absl::UTCTimeZone()));
  }
  // No YAML text would keep every line break and blank.
  return IsText(field) ? YAML::Node(typed) : YAML::Load(typed);
}

// Carries arguments into a message, each by itself.
class ArgumentSetter {
 public:
  ArgumentSetter(const std::string& owner, const std::vector<std::string>& reserved,
                 const DayStart& day_start, Message& message, status::FieldViolations& violations)
      : owner_(owner),
        reserved_(reserved),
        day_start_(day_start),
        message_(message),
        violations_(violations) {}

  // Whatever does not tell when a day begins; what is wrong with the argument is a violation.
  absl::Status Set(const std::string& argument) {
    const size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0) {
      violations_.Add(absl::StrCat("'", argument, "'"),
                      "is not like reason=\"the quarter is over\"");
      return absl::OkStatus();
    }
    const std::string name = argument.substr(0, equals);
    const std::string problem = Problem(name);
    if (!problem.empty()) {
      violations_.Add(name, problem);
      return absl::OkStatus();
    }
    YAML::Node field(YAML::NodeType::Map);
    try {  // yaml-cpp's way to tell.
      OKAPI_ASSIGN_OR_RETURN(field[name],
                             ValueOf(argument.substr(equals + 1),
                                     message_.GetDescriptor()->FindFieldByName(name), day_start_));
    } catch (const YAML::Exception& error) {
      violations_.Add(name, absl::StrCat("is no YAML value: ", error.msg));
      return absl::OkStatus();
    }
    SetField(field);
    return absl::OkStatus();
  }

 private:
  // What forbids the field, whatever its value; empty if nothing does.
  std::string Problem(const std::string& name) {
    if (!seen_.insert(name).second) return "occurs twice";
    const bool own = std::find(reserved_.begin(), reserved_.end(), name) != reserved_.end();
    return own ? "is set by okapi itself" : "";
  }

  // `field` is a map of one.
  void SetField(const YAML::Node& field) {
    YamlErrors errors("argument");
    const TextRule complete = [this](const FieldDescriptor& of, std::string& text) {
      return CompleteReference(of, owner_, text);
    };
    SetFromYaml(field, "", message_, {}, complete, errors);
    for (const YamlErrors::Entry& entry : errors.entries()) {
      violations_.Add(entry.path, entry.what);
    }
  }

  const std::string& owner_;
  const std::vector<std::string>& reserved_;
  const DayStart& day_start_;
  Message& message_;
  status::FieldViolations& violations_;
  std::set<std::string> seen_;
};

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
  ArgumentSetter setter(owner, reserved, day_start, message, violations);
  for (const std::string& argument : arguments) OKAPI_RETURN_IF_ERROR(setter.Set(argument));
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
