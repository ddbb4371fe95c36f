#pragma once

#include <string>

#include "google/protobuf/message.h"

namespace okapi::api {

// The bytes of a message, the same for equal messages of one program: good for keys and for
// comparing, and much faster than comparing field by field.
std::string StableBytes(const google::protobuf::Message& message);

}  // namespace okapi::api
