#pragma once

#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "yaml-cpp/yaml.h"

namespace okapi::cli {

// These take a YAML scalar and return what is wrong with it: `is not a number`. Empty if nothing
// is; only then the message has changed.

// Sets a field of `message`, or adds to it if it is repeated. Strict: "5" in quotes is a text and
// no number, true and false are the only truth values, numbers are finite and fit, enum values go
// by name and are not the unspecified one. Precondition: the field holds no messages.
std::string SetScalar(const YAML::Node& node, const google::protobuf::FieldDescriptor* field,
                      google::protobuf::Message& message);
// 2025-03-14 and no other form; a day that exists.
std::string SetDate(const YAML::Node& node, google::type::Date& date);
// A number with a unit from seconds to hours, or several of them: 90s, 1h30m, 48h.
std::string SetDuration(const YAML::Node& node, google::protobuf::Duration& duration);
// RFC 3339, with a zone.
std::string SetTime(const YAML::Node& node, google::protobuf::Timestamp& timestamp);

}  // namespace okapi::cli
