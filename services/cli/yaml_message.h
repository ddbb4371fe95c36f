#pragma once

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "yaml-cpp/yaml.h"

namespace okapi::cli {

// Everything wrong with a YAML file, each with its place.
class YamlErrors {
 public:
  explicit YamlErrors(std::string file) : file_(std::move(file)) {}
  // `path` is where in the document, such as objectives[0].display_name; empty for the whole.
  void Add(const YAML::Mark& mark, absl::string_view path, absl::string_view what);
  bool empty() const { return errors_.empty(); }
  const std::vector<std::string>& errors() const { return errors_; }

 private:
  const std::string file_;
  std::vector<std::string> errors_;
};

// Sets the fields of a message from a YAML map: names as in the proto, enum values by name, dates
// as 2025-03-14, timestamps as RFC 3339, maps as maps. Strict: unknown, repeated and empty keys,
// wrong types and numbers that are not finite are errors; so are fields that only the server sets.
// Keys in `skip` are left alone.
void SetFromYaml(const YAML::Node& node, const std::string& path,
                 google::protobuf::Message& message, const std::vector<std::string>& skip,
                 YamlErrors& errors);

// The nearest of `candidates` to a misspelt word; empty if none is near.
std::string Nearest(absl::string_view word, const std::vector<std::string>& candidates);

}  // namespace okapi::cli
