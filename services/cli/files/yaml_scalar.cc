#include "services/cli/files/yaml_scalar.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "services/cli/files/yaml_errors.h"

namespace okapi::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

template <typename Value, typename SetMethod, typename AddMethod>
void Put(const FieldDescriptor* field, const Value& value, SetMethod set, AddMethod add,
         Message& message) {
  const Reflection* reflection = message.GetReflection();
  if (field->is_repeated()) {
    (reflection->*add)(&message, field, value);
  } else {
    (reflection->*set)(&message, field, value);
  }
}

template <typename Integer, typename SetMethod, typename AddMethod>
std::string SetInteger(const std::string& text, const FieldDescriptor* field, SetMethod set,
                       AddMethod add, Message& message) {
  Integer value = 0;
  if (!absl::SimpleAtoi(text, &value)) return "is not a whole number, or too large";
  Put(field, value, set, add, message);
  return "";
}

std::string SetDouble(const std::string& text, const FieldDescriptor* field, Message& message) {
  double value = 0;
  if (!absl::SimpleAtod(text, &value)) {
    // YAML's own names for them.
    const bool named = text == ".nan" || text == ".inf" || text == "-.inf" || text == "+.inf";
    return named ? "is not a finite number" : "is not a number";
  }
  if (!std::isfinite(value)) return "is not a finite number";
  Put(field, value, &Reflection::SetDouble, &Reflection::AddDouble, message);
  return "";
}

std::string SetBool(const std::string& text, const FieldDescriptor* field, Message& message) {
  if (text != "true" && text != "false") return "must be true or false";
  Put(field, text == "true", &Reflection::SetBool, &Reflection::AddBool, message);
  return "";
}

std::string SetEnum(const std::string& text, const FieldDescriptor* field, Message& message) {
  const auto* value = field->enum_type()->FindValueByName(text);
  if (value != nullptr && value->number() != 0) {
    Put(field, value, &Reflection::SetEnum, &Reflection::AddEnum, message);
    return "";
  }
  std::vector<std::string> names;
  for (int i = 0; i < field->enum_type()->value_count(); ++i) {
    if (field->enum_type()->value(i)->number() == 0) continue;
    names.push_back(field->enum_type()->value(i)->name());
  }
  return absl::StrCat("is none of ", absl::StrJoin(names, ", "), DidYouMean(text, names));
}

// What a protobuf duration can hold.
constexpr absl::Duration kDurationMax = absl::Seconds(315'576'000'000);

bool IsDateForm(const std::string& text) {
  if (text.size() != 10) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (i == 4 || i == 7 ? c != '-' : !absl::ascii_isdigit(c)) return false;
  }
  return true;
}

}  // namespace

std::string SetScalar(const YAML::Node& node, const FieldDescriptor* field, Message& message) {
  const std::string& text = node.Scalar();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    Put(field, text, &Reflection::SetString, &Reflection::AddString, message);
    return "";
  }
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) return SetEnum(text, field, message);
  // yaml-cpp's tag of a scalar in quotes or of a block of text.
  if (node.Tag() == "!") return "is a text; write it without quotes";
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return SetDouble(text, field, message);
    case FieldDescriptor::CPPTYPE_BOOL:
      return SetBool(text, field, message);
    case FieldDescriptor::CPPTYPE_INT32:
      return SetInteger<int32_t>(text, field, &Reflection::SetInt32, &Reflection::AddInt32,
                                 message);
    case FieldDescriptor::CPPTYPE_INT64:
      return SetInteger<int64_t>(text, field, &Reflection::SetInt64, &Reflection::AddInt64,
                                 message);
    case FieldDescriptor::CPPTYPE_UINT32:
      return SetInteger<uint32_t>(text, field, &Reflection::SetUInt32, &Reflection::AddUInt32,
                                  message);
    case FieldDescriptor::CPPTYPE_UINT64:
      return SetInteger<uint64_t>(text, field, &Reflection::SetUInt64, &Reflection::AddUInt64,
                                  message);
    default:
      return "cannot be given in a file";
  }
}

std::string SetDate(const YAML::Node& node, google::type::Date& date) {
  absl::CivilDay day;
  if (!IsDateForm(node.Scalar()) || !absl::ParseCivilTime(node.Scalar(), &day) || day.year() == 0) {
    return "must be a date like 2025-03-14";
  }
  date = calendar::DateOf(day);
  return "";
}

std::string SetDuration(const YAML::Node& node, google::protobuf::Duration& duration) {
  absl::Duration parsed;
  if (!absl::ParseDuration(node.Scalar(), &parsed) || absl::AbsDuration(parsed) > kDurationMax) {
    return "is not a duration such as 90s, 15m or 48h";
  }
  duration = api::ToDuration(parsed);
  return "";
}

std::string SetTime(const YAML::Node& node, google::protobuf::Timestamp& timestamp) {
  absl::Time time;
  std::string error;
  // absl also knows "infinite-future".
  if (!absl::ParseTime(absl::RFC3339_full, node.Scalar(), &time, &error) ||
      time == absl::InfiniteFuture() || time == absl::InfinitePast()) {
    return "must be a time like 2025-03-14T09:00:00+07:00";
  }
  timestamp = api::ToTimestamp(time);
  return "";
}

}  // namespace okapi::cli
