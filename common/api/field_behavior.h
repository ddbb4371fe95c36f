#pragma once

#include "google/protobuf/descriptor.h"

namespace okapi::api {

// What a field's google.api.field_behavior says.
bool IsRequired(const google::protobuf::FieldDescriptor* field);
bool IsOutputOnly(const google::protobuf::FieldDescriptor* field);
bool IsInputOnly(const google::protobuf::FieldDescriptor* field);
bool IsImmutable(const google::protobuf::FieldDescriptor* field);
// Whether okapi.common.v1.as_written says that the message is taken as a server wrote it.
bool IsAsWritten(const google::protobuf::FieldDescriptor* field);

}  // namespace okapi::api
