#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

// The fields that every resource has and the server keeps, found by name; a resource without one of
// them is left alone.
namespace okapi::api {

std::string NameOf(const google::protobuf::Message& resource);
std::string EtagOf(const google::protobuf::Message& resource);
void SetName(google::protobuf::Message& resource, absl::string_view name);
void SetCreateTime(google::protobuf::Message& resource, absl::Time time);
void SetUpdateTime(google::protobuf::Message& resource, absl::Time time);
// The etag names the revision that last changed the resource. It is quoted, as RFC 7232 has it.
void SetEtag(google::protobuf::Message& resource, int64_t revision);
// ABORTED / ETAG_MISMATCH unless `etag` is empty or the stored resource's.
absl::Status CheckEtag(const google::protobuf::Message& stored, absl::string_view etag);

}  // namespace okapi::api
