#include "common/api/request_check.h"

#include <cmath>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/field_rules.h"
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

// Where a field is in its request. Put into words only where something is wrong with it.
struct Place {
  const Place* above = nullptr;
  absl::string_view name;
  int index = -1;  // In a list.

  std::string Path() const {
    std::string path = above == nullptr ? "" : absl::StrCat(above->Path(), ".");
    absl::StrAppend(&path, name);
    if (index >= 0) absl::StrAppend(&path, "[", index, "]");
    return path;
  }
};

// What must be there of all that is REQUIRED.
enum class Asked {
  kAll,
  // In an update: the request's own fields, and the name of the resource.
  kPatch,
  // In a request that names a template: the request's own fields; the template has the rest.
  kOwn,
};

// Of what a message carries, which itself is a part of something of which as much is asked.
Asked AskedWithin(const Message& message, const MessageRules& rules, Asked asked) {
  if (rules.is_update) return Asked::kPatch;
  if (rules.template_id == nullptr) return asked;
  std::string scratch;
  const auto* reflection = message.GetReflection();
  return reflection->GetStringReference(message, rules.template_id, &scratch).empty() ? asked
                                                                                      : Asked::kOwn;
}

// Walks a message and collects what is wrong with it.
class Checker {
 public:
  explicit Checker(const google::protobuf::FileDescriptor* file) : file_(file) {}

  // `place` is that of the message; nullptr for a request, whose fields have no prefix.
  void Check(const Message& message, const Place* place, bool as_written = false);
  absl::Status ToStatus() const { return name_error_.ok() ? violations_.ToStatus() : name_error_; }

 private:
  bool IsMissed(const MessageRules& rules, const FieldRule& rule) const;
  void CheckField(const Message& message, const FieldRule& rule, const Place& place);
  void CheckEach(const Message& message, const FieldRule& rule, const Place& place);
  void CheckEnum(const FieldRule& rule, int value, const Place& place);
  void CheckNested(const FieldRule& rule, const Message& nested, const Place& place);
  void CheckText(const FieldRule& rule, const std::string& text, const Place& place);
  void CheckReference(const FieldRule& rule, const std::string& name, const Place& place);
  void Add(const Place& place, absl::string_view problem) {
    violations_.Add(place.Path(), problem);
  }

  const google::protobuf::FileDescriptor* file_;
  // Of the message that is looked at.
  Asked asked_ = Asked::kAll;
  FieldViolations violations_;
  // The first bad name; it has a reason of its own and goes before the rest.
  absl::Status name_error_;
};

// What protobuf says a duration or timestamp may hold; empty for another message, and if it does.
std::string TimeProblem(const Message& message) {
  constexpr int64_t kDurationSecondsMax = 315'576'000'000;
  constexpr int32_t kNanosMax = 999'999'999;
  if (message.GetDescriptor() == google::protobuf::Duration::descriptor()) {
    const auto& duration = static_cast<const google::protobuf::Duration&>(message);
    const bool one_sign = duration.seconds() == 0 || duration.nanos() == 0 ||
                          (duration.seconds() < 0) == (duration.nanos() < 0);
    const bool in_range = std::abs(duration.seconds()) <= kDurationSecondsMax &&
                          duration.nanos() >= -kNanosMax && duration.nanos() <= kNanosMax;
    return one_sign && in_range ? "" : "is no duration: seconds or nanos are out of range";
  }
  if (message.GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
    const auto& time = static_cast<const google::protobuf::Timestamp&>(message);
    const bool in_range = time.nanos() >= 0 && time.nanos() <= kNanosMax;
    return in_range ? "" : "is no time: nanos are out of range";
  }
  return "";
}

void Checker::Check(const Message& message, const Place* place, bool as_written) {
  const MessageRules& rules = RulesOf(message.GetDescriptor(), as_written);
  const auto* reflection = message.GetReflection();
  for (const FieldRule& rule : rules.given) {
    const Place here{place, rule.field->name()};
    const bool set = !rule.can_be_absent ||
                     (rule.field->is_repeated() ? reflection->FieldSize(message, rule.field) > 0
                                                : reflection->HasField(message, rule.field));
    if (!set) {
      if (IsMissed(rules, rule)) Add(here, "is required");
      continue;
    }
    const Asked asked = asked_;
    asked_ = AskedWithin(message, rules, asked);
    if (rule.field->is_repeated()) {
      CheckEach(message, rule, here);
    } else {
      CheckField(message, rule, here);
    }
    asked_ = asked;
  }
}

bool Checker::IsMissed(const MessageRules& rules, const FieldRule& rule) const {
  if (asked_ == Asked::kAll) return rule.required;
  return asked_ == Asked::kPatch && rules.is_resource && rule.field->name() == "name";
}

void Checker::CheckField(const Message& message, const FieldRule& rule, const Place& place) {
  const FieldDescriptor* field = rule.field;
  const auto* reflection = message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      CheckNested(rule, reflection->GetMessage(message, field), place);
      return;
    case FieldDescriptor::CPPTYPE_STRING: {
      if (field->type() == FieldDescriptor::TYPE_BYTES) return;
      std::string scratch;
      CheckText(rule, reflection->GetStringReference(message, field, &scratch), place);
      return;
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      CheckEnum(rule, reflection->GetEnumValue(message, field), place);
      return;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      if (!std::isfinite(reflection->GetDouble(message, field))) {
        Add(place, "must be a finite number");
      }
      return;
    case FieldDescriptor::CPPTYPE_INT32:
      if (rule.role == FieldRule::Role::kPageSize && reflection->GetInt32(message, field) < 0) {
        Add(place, "must not be negative");
      }
      return;
    default:
      return;
  }
}

// Lists of numbers are columns of samples, and left to the service.
void Checker::CheckEach(const Message& message, const FieldRule& rule, const Place& place) {
  const FieldDescriptor* field = rule.field;
  const bool text = field->type() == FieldDescriptor::TYPE_STRING;
  const bool nested = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  const bool enumerator = field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM;
  if (!text && !nested && !enumerator) return;
  const auto* reflection = message.GetReflection();
  Place each = place;
  for (each.index = 0; each.index < reflection->FieldSize(message, field); ++each.index) {
    if (nested) {
      CheckNested(rule, reflection->GetRepeatedMessage(message, field, each.index), each);
    } else if (enumerator) {
      CheckEnum(rule, reflection->GetRepeatedEnumValue(message, field, each.index), each);
    } else {
      std::string scratch;
      CheckText(rule, reflection->GetRepeatedStringReference(message, field, each.index, &scratch),
                each);
    }
  }
}

void Checker::CheckEnum(const FieldRule& rule, int value, const Place& place) {
  if (rule.field->enum_type()->FindValueByNumber(value) != nullptr) return;
  Add(place, absl::StrCat("has no value ", value));
}

void Checker::CheckNested(const FieldRule& rule, const Message& nested, const Place& place) {
  if (std::string problem = TimeProblem(nested); !problem.empty()) return Add(place, problem);
  Check(nested, &place, rule.as_written);
}

void Checker::CheckText(const FieldRule& rule, const std::string& text, const Place& place) {
  // A text has no more characters than bytes.
  if (text.size() > rule.length_max && CodePoints(text) > rule.length_max) {
    return Add(place, absl::StrCat("is longer than ", rule.length_max, " characters"));
  }
  if (text.find('\0') != std::string::npos) return Add(place, "contains a zero byte");
  if (rule.role == FieldRule::Role::kDisplayName && absl::StripAsciiWhitespace(text).empty()) {
    return Add(place, "is blank");
  }
  if (rule.role == FieldRule::Role::kRequestId && !IsUuid(text)) {
    return Add(place, "must be a UUID such as 123e4567-e89b-42d3-a456-426614174000");
  }
  if (!rule.reference.empty() && !text.empty()) CheckReference(rule, text, place);
}

void Checker::CheckReference(const FieldRule& rule, const std::string& name, const Place& place) {
  const auto* resource = KnownResource(file_, rule.reference);
  if (resource == nullptr && rule.reference != "okapi.dev/Organization") {
    // A resource of another service: its protos are not linked here, its general form is known.
    if (!LooksLikeName(name)) Add(place, absl::StrCat("'", name, "' is not a resource name"));
    return;
  }
  static const NamePattern& organization = *new NamePattern(kOrganizationPattern);
  const NamePattern& pattern = resource == nullptr ? organization : PatternOf(resource);
  const bool wildcards = rule.role == FieldRule::Role::kParent;
  if (pattern.Matches(name, wildcards) || !name_error_.ok()) return;
  name_error_ = pattern.Match(name, place.Path(), wildcards).status();
}

}  // namespace

size_t CodePoints(absl::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

absl::Status CheckRequest(const Message& request) {
  Checker checker(request.GetDescriptor()->file());
  checker.Check(request, nullptr);
  return checker.ToStatus();
}

absl::Status CheckResource(const Message& resource) {
  Checker checker(resource.GetDescriptor()->file());
  const std::string field = SnakeCase(resource.GetDescriptor()->name());
  const Place place{nullptr, field};
  checker.Check(resource, &place);
  return checker.ToStatus();
}

void ClearOutputOnly(Message& message) {
  const auto* reflection = message.GetReflection();
  const MessageRules& rules = RulesOf(message.GetDescriptor());
  for (const FieldDescriptor* field : rules.output_only) reflection->ClearField(&message, field);
  for (const FieldDescriptor* field : rules.nested) {
    if (!field->is_repeated()) {
      if (!reflection->HasField(message, field)) continue;
      ClearOutputOnly(*reflection->MutableMessage(&message, field));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      ClearOutputOnly(*reflection->MutableRepeatedMessage(&message, field, i));
    }
  }
}

}  // namespace okapi::api
