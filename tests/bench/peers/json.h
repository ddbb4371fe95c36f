#pragma once

#include <google/protobuf/struct.pb.h>

#include <string>

#include "absl/status/statusor.h"

namespace okapi::bench {

// A JSON object.
absl::StatusOr<google::protobuf::Struct> ParseJson(const std::string& text);

// The member's value; null if there is none.
const google::protobuf::Value& Member(const google::protobuf::Struct& object,
                                      const std::string& name);

// The number, also if it stands in quotes; 0 if it is none.
double Number(const google::protobuf::Value& value);

}  // namespace okapi::bench
