#include "services/cli/files/yaml_message.h"

#include <algorithm>
#include <memory>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/api/field_behavior.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "services/cli/files/yaml_scalar.h"

namespace okapi::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::vector<std::string> SettableFields(const Descriptor* type, bool as_written) {
  std::vector<std::string> names;
  for (int i = 0; i < type->field_count(); ++i) {
    if (as_written || !api::IsOutputOnly(type->field(i))) names.push_back(type->field(i)->name());
  }
  return names;
}

// What forbids the key; empty if nothing does.
std::string CheckKey(const FieldDescriptor* field, const std::string& key, const YAML::Node& value,
                     const Message& message, bool as_written) {
  if (field == nullptr) {
    return absl::StrCat("there is no such field",
                        DidYouMean(key, SettableFields(message.GetDescriptor(), as_written)));
  }
  if (!as_written && api::IsOutputOnly(field)) return "is set by the server";
  if (value.IsNull()) return "has no value";
  const auto* oneof = field->real_containing_oneof();
  if (oneof != nullptr && message.GetReflection()->HasOneof(message, oneof)) {
    return absl::StrCat("only one of the kinds of ", oneof->name(), " may be given");
  }
  return "";
}

// Carries YAML values into messages, however deep.
class MessageSetter {
 public:
  MessageSetter(const TextRule& text_rule, YamlErrors& errors, bool as_written)
      : text_rule_(text_rule), errors_(errors), as_written_(as_written) {}

  // Returns the keys that were there.
  std::set<std::string> SetFields(const YAML::Node& node, const std::string& path, Message& message,
                                  const std::vector<std::string>& skip) {
    std::set<std::string> seen;
    if (!node.IsMap()) {
      errors_.Add(node.Mark(), path, "must be a map of fields");
      return seen;
    }
    for (const auto& pair : node) {
      const std::string key = KeyOf(pair.first);
      const std::string at = PathTo(path, key);
      if (!seen.insert(key).second) {
        errors_.Add(pair.first.Mark(), at, "occurs twice");
        continue;
      }
      if (std::find(skip.begin(), skip.end(), key) != skip.end()) continue;
      const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(key);
      const std::string problem = CheckKey(field, key, pair.second, message, as_written_);
      if (problem.empty()) {
        SetField(pair.second, at, field, message);
      } else {
        errors_.Add(pair.first.Mark(), at, problem);
      }
    }
    return seen;
  }

 private:
  void SetField(const YAML::Node& node, const std::string& path, const FieldDescriptor* field,
                Message& message) {
    if (field->is_map()) {
      SetMap(node, path, field, message);
    } else if (!field->is_repeated()) {
      SetOne(node, path, field, message);
    } else if (!node.IsSequence()) {
      errors_.Add(node.Mark(), path, "must be a list");
    } else {
      for (size_t i = 0; i < node.size(); ++i) {
        SetOne(node[i], absl::StrCat(path, "[", i, "]"), field, message);
      }
    }
  }

  void SetMap(const YAML::Node& node, const std::string& path, const FieldDescriptor* field,
              Message& message) {
    if (!node.IsMap()) return errors_.Add(node.Mark(), path, "must be a map");
    std::set<std::string> seen;
    for (const auto& pair : node) {
      const std::string key = KeyOf(pair.first);
      const std::string at = PathTo(path, key);
      if (!seen.insert(key).second) {
        errors_.Add(pair.first.Mark(), at, "occurs twice");
        continue;
      }
      Message* entry = message.GetReflection()->AddMessage(&message, field);
      SetOne(pair.first, at, field->message_type()->map_key(), *entry);
      SetOne(pair.second, at, field->message_type()->map_value(), *entry);
    }
  }

  void SetOne(const YAML::Node& node, const std::string& path, const FieldDescriptor* field,
              Message& message) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const auto* reflection = message.GetReflection();
      return SetMessage(node, path,
                        field->is_repeated() ? *reflection->AddMessage(&message, field)
                                             : *reflection->MutableMessage(&message, field));
    }
    if (!node.IsScalar()) return errors_.Add(node.Mark(), path, "must be a single value");
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && text_rule_) {
      std::string text = node.Scalar();
      AddProblem(node, path, text_rule_(*field, text));
      AddProblem(node, path, SetScalar(YAML::Node(text), field, message));
    } else {
      AddProblem(node, path, SetScalar(node, field, message));
    }
  }

  void SetMessage(const YAML::Node& node, const std::string& path, Message& message) {
    const Descriptor* type = message.GetDescriptor();
    const bool is_date = type == google::type::Date::descriptor();
    if (is_date || type == google::protobuf::Timestamp::descriptor()) {
      if (!node.IsScalar()) return errors_.Add(node.Mark(), path, "must be a single value");
      const std::string problem =
          is_date ? SetDate(node, static_cast<google::type::Date&>(message))
                  : SetTime(node, static_cast<google::protobuf::Timestamp&>(message));
      if (!problem.empty()) errors_.Add(node.Mark(), path, problem);
      return;
    }
    if (type == google::protobuf::Duration::descriptor()) {
      if (!node.IsScalar()) return errors_.Add(node.Mark(), path, "must be a single value");
      return AddProblem(node, path,
                        SetDuration(node, static_cast<google::protobuf::Duration&>(message)));
    }
    const std::set<std::string> seen = SetFields(node, path, message, {});
    if (!node.IsMap()) return;
    for (int i = 0; i < type->field_count(); ++i) {
      const std::string& name = type->field(i)->name();
      if (api::IsRequired(type->field(i)) && seen.count(name) == 0) {
        errors_.Add(node.Mark(), PathTo(path, name), "is missing");
      }
    }
  }

  void AddProblem(const YAML::Node& node, const std::string& path, const std::string& problem) {
    if (problem.empty()) return;
    errors_.Add(node.Mark(), path, absl::StrCat("'", node.Scalar(), "' ", problem));
  }

  const TextRule& text_rule_;
  YamlErrors& errors_;
  const bool as_written_;
};

}  // namespace

std::string KeyOf(const YAML::Node& key) { return key.IsScalar() ? key.Scalar() : ""; }

std::string PathTo(absl::string_view path, absl::string_view key) {
  return path.empty() ? std::string(key) : absl::StrCat(path, ".", key);
}

void SetFromYaml(const YAML::Node& node, const std::string& path, Message& message,
                 const std::vector<std::string>& skip, const TextRule& text_rule,
                 YamlErrors& errors, bool as_written) {
  MessageSetter(text_rule, errors, as_written).SetFields(node, path, message, skip);
}

}  // namespace okapi::cli
