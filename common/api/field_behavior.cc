#include "common/api/field_behavior.h"

#include "google/api/field_behavior.pb.h"
#include "okapi/common/v1/field.pb.h"

namespace okapi::api {
namespace {

bool Has(const google::protobuf::FieldDescriptor* field, google::api::FieldBehavior behavior) {
  const auto& options = field->options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == behavior) return true;
  }
  return false;
}

}  // namespace

bool IsRequired(const google::protobuf::FieldDescriptor* field) {
  return Has(field, google::api::REQUIRED);
}

bool IsOutputOnly(const google::protobuf::FieldDescriptor* field) {
  return Has(field, google::api::OUTPUT_ONLY);
}

bool IsInputOnly(const google::protobuf::FieldDescriptor* field) {
  return Has(field, google::api::INPUT_ONLY);
}

bool IsImmutable(const google::protobuf::FieldDescriptor* field) {
  return Has(field, google::api::IMMUTABLE);
}

bool IsAsWritten(const google::protobuf::FieldDescriptor* field) {
  return field->options().GetExtension(okapi::common::v1::as_written);
}

}  // namespace okapi::api
