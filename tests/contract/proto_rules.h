#pragma once

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace okapi::contract {

// What is wrong with a file of the public API by the rules of proto/README.md, each as `element:
// finding`. Comments are seen only in files built from a descriptor set with source information.
std::vector<std::string> Check(const google::protobuf::FileDescriptor& file);

}  // namespace okapi::contract
