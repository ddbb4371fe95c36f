#include "common/api/stamps.h"

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"

namespace okapi::api {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string Text(const Message& resource, const char* name) {
  const FieldDescriptor* field = resource.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? "" : resource.GetReflection()->GetString(resource, field);
}

void SetText(Message& resource, const char* name, std::string value) {
  const FieldDescriptor* field = resource.GetDescriptor()->FindFieldByName(name);
  if (field != nullptr) resource.GetReflection()->SetString(&resource, field, std::move(value));
}

void SetTime(Message& resource, const char* name, absl::Time time) {
  const FieldDescriptor* field = resource.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) return;
  resource.GetReflection()->MutableMessage(&resource, field)->CopyFrom(ToTimestamp(time));
}

}  // namespace

std::string NameOf(const Message& resource) { return Text(resource, "name"); }

std::string EtagOf(const Message& resource) { return Text(resource, "etag"); }

void SetName(Message& resource, absl::string_view name) {
  SetText(resource, "name", std::string(name));
}

void SetCreateTime(Message& resource, absl::Time time) { SetTime(resource, "create_time", time); }

void SetUpdateTime(Message& resource, absl::Time time) { SetTime(resource, "update_time", time); }

void SetEtag(Message& resource, int64_t revision) {
  SetText(resource, "etag", absl::StrCat("\"", revision, "\""));
}

absl::Status CheckEtag(const google::protobuf::Message& stored, absl::string_view etag) {
  if (etag.empty() || etag == EtagOf(stored)) return absl::OkStatus();
  return status::Error(
      absl::StatusCode::kAborted, status::ErrorReason::ETAG_MISMATCH,
      absl::StrCat("'", NameOf(stored), "' has changed: its etag is ", EtagOf(stored)),
      {{"resource", NameOf(stored)}, {"etag", EtagOf(stored)}});
}

}  // namespace okapi::api
