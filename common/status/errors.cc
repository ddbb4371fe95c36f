#include "common/status/errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace okapi::status {
namespace {

constexpr char kDomain[] = "okapi.dev";

void Attach(absl::Status& status, const google::protobuf::Message& detail) {
  status.SetPayload(absl::StrCat("type.googleapis.com/", detail.GetDescriptor()->full_name()),
                    absl::Cord(detail.SerializeAsString()));
}

}  // namespace

absl::Status Error(absl::StatusCode code, ErrorReason reason, absl::string_view message,
                   Metadata metadata) {
  absl::Status status(code, message);
  google::rpc::ErrorInfo info;
  info.set_reason(okapi::common::v1::ErrorReason_Name(reason));
  info.set_domain(kDomain);
  for (const auto& [key, value] : metadata) {
    (*info.mutable_metadata())[std::string(key)] = value;
  }
  Attach(status, info);
  return status;
}

absl::Status NotFound(absl::string_view resource_name) {
  return Error(absl::StatusCode::kNotFound, ErrorReason::RESOURCE_NOT_FOUND,
               absl::StrCat("'", resource_name, "' does not exist"),
               {{"resource", std::string(resource_name)}});
}

absl::Status AlreadyExists(absl::string_view resource_name) {
  return Error(absl::StatusCode::kAlreadyExists, ErrorReason::RESOURCE_EXISTS,
               absl::StrCat("'", resource_name, "' exists already"),
               {{"resource", std::string(resource_name)}});
}

absl::Status InvalidField(absl::string_view field, absl::string_view description) {
  FieldViolations violations;
  violations.Add(field, description);
  return violations.ToStatus();
}

absl::Status Overloaded(absl::string_view message, absl::Duration retry_after) {
  absl::Status status =
      Error(absl::StatusCode::kResourceExhausted, ErrorReason::OVERLOADED, message);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(retry_after));
  retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(retry_after - absl::Floor(retry_after, absl::Seconds(1)))));
  Attach(status, retry);
  return status;
}

absl::Status Corrupt(absl::string_view what) {
  return Error(absl::StatusCode::kDataLoss, ErrorReason::STORAGE_CORRUPT, what);
}

absl::Status Internal(absl::string_view what) {
  return Error(absl::StatusCode::kInternal, ErrorReason::INTERNAL_ERROR, what);
}

ErrorReason ReasonOf(const absl::Status& status) {
  auto payload = status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  google::rpc::ErrorInfo info;
  ErrorReason reason = ErrorReason::ERROR_REASON_UNSPECIFIED;
  if (payload.has_value() && info.ParseFromString(std::string(*payload))) {
    okapi::common::v1::ErrorReason_Parse(info.reason(), &reason);
  }
  return reason;
}

google::rpc::BadRequest BadRequestOf(const absl::Status& status) {
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.BadRequest");
  google::rpc::BadRequest bad_request;
  if (payload.has_value()) bad_request.ParseFromString(std::string(*payload));
  return bad_request;
}

void FieldViolations::Add(absl::string_view field, absl::string_view description) {
  auto* violation = bad_request_.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(std::string(description));
}

absl::Status FieldViolations::ToStatus() const {
  if (empty()) {
    return absl::OkStatus();
  }
  std::string message;
  for (const auto& violation : bad_request_.field_violations()) {
    absl::StrAppend(&message, message.empty() ? "" : "; ", violation.field(), ": ",
                    violation.description());
  }
  constexpr size_t kMessageBytesMax = 2000;  // The header block must stay below 8 KiB.
  if (message.size() > kMessageBytesMax) {
    size_t end = kMessageBytesMax;
    // Not inside a letter: half of one is not UTF-8, and other languages then refuse the details.
    while ((static_cast<unsigned char>(message[end]) & 0xC0) == 0x80) --end;
    message.resize(end);
    message += "...";
  }
  absl::Status status =
      Error(absl::StatusCode::kInvalidArgument, ErrorReason::INVALID_FIELD, message);
  constexpr int kViolationsMax = 20;
  google::rpc::BadRequest capped = bad_request_;
  if (capped.field_violations_size() > kViolationsMax) {
    capped.mutable_field_violations()->DeleteSubrange(
        kViolationsMax, capped.field_violations_size() - kViolationsMax);
  }
  Attach(status, capped);
  return status;
}

}  // namespace okapi::status
