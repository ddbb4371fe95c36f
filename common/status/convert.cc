#include "common/status/convert.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "common/status/errors.h"
#include "google/rpc/status.pb.h"
#include "spdlog/spdlog.h"

namespace okapi::status {
namespace {

ErrorReason DefaultReason(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kDeadlineExceeded:
      return ErrorReason::DEADLINE_PASSED;
    case absl::StatusCode::kCancelled:
      return ErrorReason::CALLER_GONE;
    case absl::StatusCode::kUnimplemented:
      return ErrorReason::NOT_IMPLEMENTED;
    case absl::StatusCode::kInvalidArgument:
      return ErrorReason::INVALID_FIELD;
    case absl::StatusCode::kResourceExhausted:
      return ErrorReason::LIMIT_EXCEEDED;
    case absl::StatusCode::kUnavailable:
      return ErrorReason::SHUTTING_DOWN;
    case absl::StatusCode::kUnauthenticated:
      return ErrorReason::CREDENTIALS_INVALID;
    case absl::StatusCode::kPermissionDenied:
      return ErrorReason::PERMISSION_MISSING;
    default:
      return ErrorReason::INTERNAL_ERROR;
  }
}

// A fault of ours: its text is for the log, not for the caller.
bool IsFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

absl::Status HideFault(const absl::Status& status) {
  const std::string id = base::RandomIdGenerator().NextId();
  const std::string text(status.message());
  spdlog::error("fault id={} code={} {}", id, absl::StatusCodeToString(status.code()), text);
  const bool corrupt = status.code() == absl::StatusCode::kDataLoss;
  return Error(status.code(), corrupt ? ErrorReason::STORAGE_CORRUPT : ErrorReason::INTERNAL_ERROR,
               absl::StrCat(corrupt ? "stored data cannot be read" : "internal error",
                            "; the server's log has the details under id ", id),
               {{"id", id}});
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) {
    return grpc::Status::OK;
  }
  absl::Status sent = IsFault(status.code()) ? HideFault(status) : status;
  if (ReasonOf(sent) == ErrorReason::ERROR_REASON_UNSPECIFIED) {
    sent = Error(sent.code(), DefaultReason(sent.code()), sent.message());
  }
  google::rpc::Status details;
  details.set_code(static_cast<int>(sent.code()));
  details.set_message(std::string(sent.message()));
  sent.ForEachPayload([&details](absl::string_view type_url, const absl::Cord& payload) {
    auto* any = details.add_details();
    any->set_type_url(std::string(type_url));
    any->set_value(std::string(payload));
  });
  return grpc::Status(static_cast<grpc::StatusCode>(sent.code()), details.message(),
                      details.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) {
    return absl::OkStatus();
  }
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const auto& any : details.details()) {
      result.SetPayload(any.type_url(), absl::Cord(any.value()));
    }
  }
  return result;
}

}  // namespace okapi::status
