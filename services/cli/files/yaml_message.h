#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/cli/files/yaml_errors.h"
#include "yaml-cpp/yaml.h"

namespace okapi::cli {

// May rewrite the text of a string field before it is set, such as a short reference to the full
// name. Returns what is wrong with the text; empty if nothing is.
using TextRule = std::function<std::string(const google::protobuf::FieldDescriptor&, std::string&)>;

// Sets the fields of a message from a YAML map: names as in the proto, enum values by name, dates
// as 2025-03-14, timestamps as RFC 3339, maps as maps. Strict: unknown, repeated and empty keys,
// wrong types and numbers that are not finite are errors; so are fields that only the server sets,
// and messages within that lack a required field. Keys in `skip` are left alone, and whether the
// outermost message is complete is the caller's question: an update need not be. `as_written`: the
// message is what a server once wrote, and has what only servers set.
void SetFromYaml(const YAML::Node& node, const std::string& path,
                 google::protobuf::Message& message, const std::vector<std::string>& skip,
                 const TextRule& text_rule, YamlErrors& errors, bool as_written = false);

// The text of a key; empty if it is no scalar.
std::string KeyOf(const YAML::Node& key);

// The path of a key of the map at `path`.
std::string PathTo(absl::string_view path, absl::string_view key);

}  // namespace okapi::cli
