#include "common/api/request_check.h"

#include <cmath>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/field_behavior.h"
#include "common/api/resource_name.h"
#include "common/status/errors.h"
#include "google/api/resource.pb.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace okapi::api {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using status::FieldViolations;

bool IsUuid(absl::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? text[i] != '-' : !absl::ascii_isxdigit(static_cast<unsigned char>(text[i]))) {
      return false;
    }
  }
  return true;
}

// Code points of valid UTF-8, which proto3 strings are.
size_t CodePoints(absl::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

// The annotated pattern of a resource type, searched in the file and what it imports; nullptr if it
// is defined elsewhere.
const google::protobuf::Descriptor* FindResource(const google::protobuf::FileDescriptor* file,
                                                 const std::string& type) {
  for (int i = 0; i < file->message_type_count(); ++i) {
    const auto& options = file->message_type(i)->options();
    if (options.HasExtension(google::api::resource) &&
        options.GetExtension(google::api::resource).type() == type) {
      return file->message_type(i);
    }
  }
  for (int i = 0; i < file->dependency_count(); ++i) {
    if (const auto* found = FindResource(file->dependency(i), type)) return found;
  }
  return nullptr;
}

// The same, found once per thread: descriptors live for ever, and every call comes by here.
const google::protobuf::Descriptor* KnownResource(const google::protobuf::FileDescriptor* file,
                                                  const std::string& type) {
  using Place = std::pair<const google::protobuf::FileDescriptor*, std::string>;
  thread_local absl::flat_hash_map<Place, const google::protobuf::Descriptor*> known;
  const auto [entry, is_new] = known.try_emplace(Place(file, type), nullptr);
  if (is_new) entry->second = FindResource(file, type);
  return entry->second;
}

// `KeyResult` -> `key_result`: the name under which requests carry the resource.
std::string SnakeCase(absl::string_view name) {
  std::string result;
  for (const char c : name) {
    const auto u = static_cast<unsigned char>(c);
    if (absl::ascii_isupper(u) && !result.empty()) result.push_back('_');
    result.push_back(absl::ascii_tolower(u));
  }
  return result;
}

// Walks a message and collects what is wrong with it.
class Checker {
 public:
  Checker(const google::protobuf::FileDescriptor* file, bool required)
      : file_(file), required_(required) {}

  void Check(const Message& message, const std::string& prefix);
  absl::Status ToStatus() const { return name_error_.ok() ? violations_.ToStatus() : name_error_; }

 private:
  bool Misses(const Message& message, const FieldDescriptor* field, const std::string& path) const;
  void CheckField(const Message& message, const FieldDescriptor* field, const std::string& path);
  void CheckEnum(const FieldDescriptor* field, int value, const std::string& path);
  void CheckNested(const Message& message, const FieldDescriptor* field, const std::string& path);
  void CheckText(const FieldDescriptor* field, const std::string& text, const std::string& path);
  void CheckReference(const FieldDescriptor* field, const std::string& type,
                      const std::string& name, const std::string& path);

  const google::protobuf::FileDescriptor* file_;
  const bool required_;
  FieldViolations violations_;
  absl::Status
      name_error_;  // The first bad name; it has a reason of its own and goes before the rest.
};

// What protobuf says a duration or timestamp may hold; empty for another message, and if it does.
std::string TimeProblem(const Message& message) {
  constexpr int64_t kDurationSecondsMax = 315'576'000'000;
  constexpr int32_t kNanosMax = 999'999'999;
  if (const auto* duration = dynamic_cast<const google::protobuf::Duration*>(&message)) {
    const bool one_sign = duration->seconds() == 0 || duration->nanos() == 0 ||
                          (duration->seconds() < 0) == (duration->nanos() < 0);
    const bool in_range = std::abs(duration->seconds()) <= kDurationSecondsMax &&
                          duration->nanos() >= -kNanosMax && duration->nanos() <= kNanosMax;
    return one_sign && in_range ? "" : "is no duration: seconds or nanos are out of range";
  }
  if (const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(&message)) {
    const bool in_range = time->nanos() >= 0 && time->nanos() <= kNanosMax;
    return in_range ? "" : "is no time: nanos are out of range";
  }
  return "";
}

void Checker::Check(const Message& message, const std::string& prefix) {
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (IsOutputOnly(field) || field->is_map()) continue;
    CheckField(message, field, absl::StrCat(prefix, field->name()));
  }
}

// Of an update, whose resource may be a part of it, the resource itself and its name.
bool Checker::Misses(const Message& message, const FieldDescriptor* field,
                     const std::string& path) const {
  if (required_ || !absl::StrContains(path, ".")) return IsRequired(field);
  return field->name() == "name" &&
         message.GetDescriptor()->options().HasExtension(google::api::resource);
}

void Checker::CheckField(const Message& message, const FieldDescriptor* field,
                         const std::string& path) {
  const auto* reflection = message.GetReflection();
  const bool number = !field->is_repeated() && !field->has_presence() &&
                      field->cpp_type() != FieldDescriptor::CPPTYPE_STRING &&
                      field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM;
  const bool set = field->is_repeated() ? reflection->FieldSize(message, field) > 0
                                        : number || reflection->HasField(message, field);
  if (!set) {
    if (Misses(message, field, path)) violations_.Add(path, "is required");
    return;
  }
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      CheckNested(message, field, path);
      return;
    case FieldDescriptor::CPPTYPE_STRING:
      if (field->type() == FieldDescriptor::TYPE_BYTES) return;
      if (!field->is_repeated()) {
        CheckText(field, reflection->GetString(message, field), path);
        return;
      }
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        CheckText(field, reflection->GetRepeatedString(message, field, i),
                  absl::StrCat(path, "[", i, "]"));
      }
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      if (!field->is_repeated()) {
        CheckEnum(field, reflection->GetEnumValue(message, field), path);
        return;
      }
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        CheckEnum(field, reflection->GetRepeatedEnumValue(message, field, i),
                  absl::StrCat(path, "[", i, "]"));
      }
      return;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      if (!field->is_repeated() && !std::isfinite(reflection->GetDouble(message, field))) {
        violations_.Add(path, "must be a finite number");
      }
      return;
    case FieldDescriptor::CPPTYPE_INT32:
      if (field->name() == "page_size" && reflection->GetInt32(message, field) < 0) {
        violations_.Add(path, "must not be negative");
      }
      return;
    default:
      return;
  }
}

void Checker::CheckEnum(const FieldDescriptor* field, int value, const std::string& path) {
  if (field->enum_type()->FindValueByNumber(value) != nullptr) return;
  violations_.Add(path, absl::StrCat("has no value ", value));
}

void Checker::CheckNested(const Message& message, const FieldDescriptor* field,
                          const std::string& path) {
  const auto* reflection = message.GetReflection();
  if (!field->is_repeated()) {
    const Message& nested = reflection->GetMessage(message, field);
    if (std::string problem = TimeProblem(nested); !problem.empty()) {
      violations_.Add(path, problem);
      return;
    }
    Check(nested, path + ".");
    return;
  }
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    Check(reflection->GetRepeatedMessage(message, field, i), absl::StrCat(path, "[", i, "]."));
  }
}

void Checker::CheckText(const FieldDescriptor* field, const std::string& text,
                        const std::string& path) {
  const int limit = field->name() == "display_name" ? kDisplayNameLengthMax : kTextLengthMax;
  if (CodePoints(text) > static_cast<size_t>(limit)) {
    violations_.Add(path, absl::StrCat("is longer than ", limit, " characters"));
    return;
  }
  if (text.find('\0') != std::string::npos) {
    violations_.Add(path, "contains a zero byte");
    return;
  }
  if (field->name() == "display_name" && absl::StripAsciiWhitespace(text).empty()) {
    violations_.Add(path, "is blank");
    return;
  }
  if (field->name() == "request_id" && !IsUuid(text)) {
    violations_.Add(path, "must be a UUID such as 123e4567-e89b-42d3-a456-426614174000");
    return;
  }
  const auto& reference = field->options().GetExtension(google::api::resource_reference);
  if (!reference.type().empty() && !text.empty()) {
    CheckReference(field, reference.type(), text, path);
  }
}

void Checker::CheckReference(const FieldDescriptor* field, const std::string& type,
                             const std::string& name, const std::string& path) {
  const auto* resource = KnownResource(file_, type);
  const bool wildcards = field->name() == "parent";
  if (resource == nullptr && type != "okapi.dev/Organization") {
    // A resource of another service: its protos are not linked here, its general form is known.
    if (!LooksLikeName(name))
      violations_.Add(path, absl::StrCat("'", name, "' is not a resource name"));
    return;
  }
  static const NamePattern& organization = *new NamePattern(kOrganizationPattern);
  const NamePattern& pattern = resource == nullptr ? organization : PatternOf(resource);
  auto ids = pattern.Match(name, path, wildcards);
  if (!ids.ok() && name_error_.ok()) name_error_ = ids.status();
}

}  // namespace

absl::Status CheckRequest(const Message& request) {
  const bool update = request.GetDescriptor()->FindFieldByName("update_mask") != nullptr;
  Checker checker(request.GetDescriptor()->file(), /*required=*/!update);
  checker.Check(request, "");
  return checker.ToStatus();
}

absl::Status CheckResource(const Message& resource) {
  Checker checker(resource.GetDescriptor()->file(), /*required=*/true);
  checker.Check(resource, absl::StrCat(SnakeCase(resource.GetDescriptor()->name()), "."));
  return checker.ToStatus();
}

void ClearOutputOnly(Message& message) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (IsOutputOnly(field)) {
      reflection->ClearField(&message, field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_map()) {
      if (!field->is_repeated()) {
        ClearOutputOnly(*reflection->MutableMessage(&message, field));
        continue;
      }
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        ClearOutputOnly(*reflection->MutableRepeatedMessage(&message, field, i));
      }
    }
  }
}

}  // namespace okapi::api
