#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "yaml-cpp/yaml.h"

namespace okapi::cli {

// Everything wrong with a YAML file, each with its place.
class YamlErrors {
 public:
  explicit YamlErrors(std::string file) : file_(std::move(file)) {}
  // `path` is where in the document, such as objectives[0].display_name; empty for the whole.
  void Add(const YAML::Mark& mark, absl::string_view path, absl::string_view what);
  bool empty() const { return errors_.empty(); }
  struct Entry {
    int line = 1;  // Both count from 1.
    int column = 1;
    std::string path;
    std::string what;
  };
  // In the order of the file.
  std::vector<Entry> entries() const;
  // `company.yaml:41:7: path: what`, in the order of the file.
  std::vector<std::string> errors() const;
  const std::string& file() const { return file_; }

 private:
  const std::string file_;
  std::vector<Entry> errors_;
};

// The nearest of `candidates` to a misspelt word; empty if none is near.
std::string Nearest(absl::string_view word, const std::vector<std::string>& candidates);

// `; did you mean target?`, or nothing if none of the candidates is near.
std::string DidYouMean(absl::string_view word, const std::vector<std::string>& candidates);

}  // namespace okapi::cli
