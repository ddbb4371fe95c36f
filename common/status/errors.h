#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "okapi/common/v1/error_reason.pb.h"

namespace okapi::status {

using okapi::common::v1::ErrorReason;
using Metadata = std::initializer_list<std::pair<absl::string_view, std::string>>;

// An error that tells programs its reason and people its message. The message is shown to callers:
// it names what was wrong and what would be right, and never holds internals. Details travel as
// payloads of the status, keyed by type (google.rpc.ErrorInfo, BadRequest, RetryInfo), and become
// google.rpc.Status details on the wire (convert.h).
absl::Status Error(absl::StatusCode code, ErrorReason reason, absl::string_view message,
                   Metadata metadata = {});

// Shorthands for the errors that occur everywhere.
absl::Status NotFound(absl::string_view resource_name);
absl::Status AlreadyExists(absl::string_view resource_name);
// INVALID_ARGUMENT with a BadRequest of one violation. For more than one, FieldViolations.
absl::Status InvalidField(absl::string_view field, absl::string_view description);
// RESOURCE_EXHAUSTED with a RetryInfo.
absl::Status Overloaded(absl::string_view message, absl::Duration retry_after);
// DATA_LOSS: stored bytes do not parse. `what` says which.
absl::Status Corrupt(absl::string_view what);
// INTERNAL: a broken invariant. The text goes to the log, callers get an id.
absl::Status Internal(absl::string_view what);

// The reason carried by a status; ERROR_REASON_UNSPECIFIED when it carries none.
ErrorReason ReasonOf(const absl::Status& status);

// What a status says of fields; empty when it says nothing.
google::rpc::BadRequest BadRequestOf(const absl::Status& status);

// Collects everything wrong with a request, so that a caller is told all of it at once.
class FieldViolations {
 public:
  // `field` is the path in the request, such as `key_result.weight` or `kpi.targets[2].value`.
  void Add(absl::string_view field, absl::string_view description);
  bool empty() const { return bad_request_.field_violations().empty(); }
  // OK when nothing was added; else INVALID_ARGUMENT / INVALID_FIELD with one BadRequest.
  absl::Status ToStatus() const;

 private:
  google::rpc::BadRequest bad_request_;
};

}  // namespace okapi::status
