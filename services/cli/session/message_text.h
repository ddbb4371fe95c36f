#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

// Messages as text, for people and for programs.
namespace okapi::cli {

// proto3 JSON: on one line, or indented. Ends with a line break.
std::string ToJson(const google::protobuf::Message& message, bool one_line = false);

// YAML in the form of company.yaml: fields in the proto's order, dates and times as text, names of
// enum values. Ends with a line break.
std::string ToYaml(const google::protobuf::Message& message);

// A text as a YAML scalar: in quotes where YAML would read something else than this text, such as
// `null`, or a terminal would act on it.
std::string YamlString(const std::string& text);

// A singular field's value on one line; empty when it is not set.
std::string FieldText(const google::protobuf::Message& message,
                      const google::protobuf::FieldDescriptor* field);

}  // namespace okapi::cli
