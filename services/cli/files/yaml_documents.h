#pragma once

#include <string>
#include <vector>

#include "yaml-cpp/yaml.h"

namespace okapi::cli {

// The documents of a YAML text. Throws YAML::Exception where it is none, as yaml-cpp does. Use this
// and not YAML::LoadAll, which finds documents without end where a flow mark such as a comma begins
// one.
std::vector<YAML::Node> LoadYamlDocuments(const std::string& text);

}  // namespace okapi::cli
