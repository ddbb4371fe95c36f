#pragma once

#include "google/protobuf/descriptor.h"

namespace okapi::api {

// What a field's google.api.field_behavior says.
bool IsRequired(const google::protobuf::FieldDescriptor* field);
bool IsOutputOnly(const google::protobuf::FieldDescriptor* field);
bool IsImmutable(const google::protobuf::FieldDescriptor* field);

}  // namespace okapi::api
