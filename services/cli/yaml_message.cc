#include "services/cli/yaml_message.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/api/field_behavior.h"
#include "common/api/timestamp.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"

namespace okapi::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Puts YAML values into one field of a message.
class FieldSetter {
 public:
  FieldSetter(Message& message, const FieldDescriptor* field, YamlErrors& errors)
      : message_(message), field_(field), errors_(errors) {}

  void Set(const YAML::Node& node, const std::string& path) {
    if (field_->is_map()) {
      SetMap(node, path);
    } else if (!field_->is_repeated()) {
      SetOne(node, path);
    } else if (!node.IsSequence()) {
      errors_.Add(node.Mark(), path, "must be a list");
    } else {
      for (size_t i = 0; i < node.size(); ++i) SetOne(node[i], absl::StrCat(path, "[", i, "]"));
    }
  }

 private:
  void SetMap(const YAML::Node& node, const std::string& path) {
    if (!node.IsMap()) return errors_.Add(node.Mark(), path, "must be a map");
    const Descriptor* entry_type = field_->message_type();
    for (const auto& pair : node) {
      Message* entry = message_.GetReflection()->AddMessage(&message_, field_);
      const std::string at = absl::StrCat(path, ".", pair.first.as<std::string>(""));
      FieldSetter(*entry, entry_type->map_key(), errors_).Set(pair.first, at);
      FieldSetter(*entry, entry_type->map_value(), errors_).Set(pair.second, at);
    }
  }

  void SetOne(const YAML::Node& node, const std::string& path) {
    if (field_->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return SetMessage(node, path);
    if (!node.IsScalar()) return errors_.Add(node.Mark(), path, "must be a single value");
    const std::string problem = SetScalar(node.Scalar());
    if (!problem.empty()) {
      errors_.Add(node.Mark(), path, absl::StrCat("'", node.Scalar(), "' ", problem));
    }
  }

  void SetMessage(const YAML::Node& node, const std::string& path) {
    Message* value = field_->is_repeated()
                         ? message_.GetReflection()->AddMessage(&message_, field_)
                         : message_.GetReflection()->MutableMessage(&message_, field_);
    if (value->GetDescriptor() == google::type::Date::descriptor()) {
      return SetDate(node, path, *static_cast<google::type::Date*>(value));
    }
    if (value->GetDescriptor() == google::protobuf::Timestamp::descriptor()) {
      return SetTime(node, path, *static_cast<google::protobuf::Timestamp*>(value));
    }
    SetFromYaml(node, path, *value, {}, errors_);
  }

  void SetDate(const YAML::Node& node, const std::string& path, google::type::Date& date) {
    absl::CivilDay day;
    if (!node.IsScalar() || !absl::ParseCivilTime(node.Scalar(), &day)) {
      return errors_.Add(node.Mark(), path, "must be a date like 2025-03-14");
    }
    date.set_year(static_cast<int>(day.year()));
    date.set_month(day.month());
    date.set_day(day.day());
  }

  void SetTime(const YAML::Node& node, const std::string& path,
               google::protobuf::Timestamp& timestamp) {
    absl::Time time;
    std::string error;
    if (!node.IsScalar() || !absl::ParseTime(absl::RFC3339_full, node.Scalar(), &time, &error)) {
      return errors_.Add(node.Mark(), path, "must be a time like 2025-03-14T09:00:00+07:00");
    }
    timestamp = api::ToTimestamp(time);
  }

  // What is wrong with the text; empty if nothing is.
  std::string SetScalar(const std::string& text) {
    switch (field_->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        Put(text, &google::protobuf::Reflection::SetString,
            &google::protobuf::Reflection::AddString);
        return "";
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return SetDouble(text);
      case FieldDescriptor::CPPTYPE_INT32:
        return SetInteger(text);
      case FieldDescriptor::CPPTYPE_BOOL:
        if (text != "true" && text != "false") return "must be true or false";
        Put(text == "true", &google::protobuf::Reflection::SetBool,
            &google::protobuf::Reflection::AddBool);
        return "";
      case FieldDescriptor::CPPTYPE_ENUM:
        return SetEnum(text);
      default:
        return "cannot be given in a file";
    }
  }

  std::string SetDouble(const std::string& text) {
    double value = 0;
    if (!absl::SimpleAtod(text, &value)) return "is not a number";
    if (!std::isfinite(value)) return "is not a finite number";
    Put(value, &google::protobuf::Reflection::SetDouble, &google::protobuf::Reflection::AddDouble);
    return "";
  }

  std::string SetInteger(const std::string& text) {
    int32_t value = 0;
    if (!absl::SimpleAtoi(text, &value)) return "is not a whole number";
    Put(value, &google::protobuf::Reflection::SetInt32, &google::protobuf::Reflection::AddInt32);
    return "";
  }

  std::string SetEnum(const std::string& text) {
    const auto* value = field_->enum_type()->FindValueByName(text);
    if (value != nullptr && value->number() != 0) {
      Put(value, &google::protobuf::Reflection::SetEnum, &google::protobuf::Reflection::AddEnum);
      return "";
    }
    std::vector<std::string> names;
    for (int i = 0; i < field_->enum_type()->value_count(); ++i) {
      if (field_->enum_type()->value(i)->number() != 0) {
        names.push_back(field_->enum_type()->value(i)->name());
      }
    }
    return absl::StrCat("is none of ", absl::StrJoin(names, ", "));
  }

  template <typename Value, typename SetMethod, typename AddMethod>
  void Put(const Value& value, SetMethod set, AddMethod add) {
    const auto* reflection = message_.GetReflection();
    if (field_->is_repeated()) {
      (reflection->*add)(&message_, field_, value);
    } else {
      (reflection->*set)(&message_, field_, value);
    }
  }

  Message& message_;
  const FieldDescriptor* const field_;
  YamlErrors& errors_;
};

std::vector<std::string> SettableFields(const Descriptor* type) {
  std::vector<std::string> names;
  for (int i = 0; i < type->field_count(); ++i) {
    if (!api::IsOutputOnly(type->field(i))) names.push_back(type->field(i)->name());
  }
  return names;
}

int Distance(absl::string_view a, absl::string_view b) {
  std::vector<int> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

// What forbids the key; empty if nothing does.
std::string CheckKey(const FieldDescriptor* field, const std::string& key, const YAML::Node& value,
                     const Message& message) {
  if (field == nullptr) {
    const std::string near = Nearest(key, SettableFields(message.GetDescriptor()));
    return near.empty() ? "there is no such field"
                        : absl::StrCat("there is no such field; did you mean ", near, "?");
  }
  if (api::IsOutputOnly(field)) return "is set by the server";
  if (value.IsNull()) return "has no value";
  const auto* oneof = field->real_containing_oneof();
  if (oneof != nullptr && message.GetReflection()->HasOneof(message, oneof)) {
    return absl::StrCat("only one of the kinds of ", oneof->name(), " may be given");
  }
  return "";
}

}  // namespace

void YamlErrors::Add(const YAML::Mark& mark, absl::string_view path, absl::string_view what) {
  errors_.push_back(absl::StrCat(file_, ":", mark.line + 1, ":", mark.column + 1, ": ", path,
                                 path.empty() ? "" : ": ", what));
}

std::string Nearest(absl::string_view word, const std::vector<std::string>& candidates) {
  std::string nearest;
  int least = 3;
  for (const std::string& candidate : candidates) {
    const int distance = Distance(word, candidate);
    if (distance >= least) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

void SetFromYaml(const YAML::Node& node, const std::string& path, Message& message,
                 const std::vector<std::string>& skip, YamlErrors& errors) {
  if (!node.IsMap()) return errors.Add(node.Mark(), path, "must be a map of fields");
  std::set<std::string> seen;
  for (const auto& pair : node) {
    const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : "";
    const std::string at = path.empty() ? key : absl::StrCat(path, ".", key);
    if (!seen.insert(key).second) {
      errors.Add(pair.first.Mark(), at, "occurs twice");
      continue;
    }
    if (std::find(skip.begin(), skip.end(), key) != skip.end()) continue;
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(key);
    const std::string problem = CheckKey(field, key, pair.second, message);
    if (problem.empty()) {
      FieldSetter(message, field, errors).Set(pair.second, at);
    } else {
      errors.Add(pair.first.Mark(), at, problem);
    }
  }
}

}  // namespace okapi::cli
