#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/cli/files/yaml_errors.h"
#include "services/cli/session/catalogue.h"

namespace okapi::cli {

// A resource as a company file declares it.
struct DeclaredResource {
  const Kind* kind = nullptr;
  std::string name;
  std::unique_ptr<Message> resource;
  // Names of the fields that the file says something about.
  std::vector<std::string> fields;
  // Required fields that it says nothing about: no fault as long as the resource exists.
  std::vector<std::string> missing;
  // Where in its life the file says it is, when the server has to bring it there: ACTIVE or CLOSED.
  std::string state;
  // What happened to it elsewhere; null if the file does not say.
  std::unique_ptr<Message> history;
  // Where in the file: `company.yaml:41`, the same as a mark, and `kpis[0]`.
  std::string place;
  YAML::Mark mark;
  std::string path;
  // Names of the resources it refers to, its parent included.
  std::vector<std::string> references;
  // Names of what it is about, of whatever kind: see RefersToAnything.
  std::vector<std::string> subjects;
};

// Reads a company file: `organization` with its `id`, then lists under the plurals of the kinds of
// resources, in which other lists may be nested (key_results in objectives). Every entry has an
// `id`; short references are completed. Returned so that what is referred to comes first. Empty
// when there are errors: the whole file is checked, not only up to the first.
std::vector<DeclaredResource> ReadCompanyFile(const std::string& text, YamlErrors& errors);

}  // namespace okapi::cli
