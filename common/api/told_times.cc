#include "common/api/told_times.h"

#include "absl/strings/str_cat.h"

namespace okapi::api {

void CheckTold(const google::protobuf::Timestamp& time, const std::string& field, absl::Time now,
               status::FieldViolations& violations) {
  if (ToTimestamp(FromTimestamp(time)).seconds() != time.seconds()) {
    violations.Add(field, "is no time of the years 1 to 9999");
  }
  if (FromTimestamp(time) > now + kClockTolerance) {
    violations.Add(field, "must not be in the future");
  }
}

absl::Status HasItsOwnHistory(absl::string_view name, absl::string_view state) {
  return status::Error(absl::StatusCode::kFailedPrecondition, status::ErrorReason::INVALID_STATE,
                       absl::StrCat("'", name, "' has a history of its own"),
                       {{"resource", std::string(name)}, {"state", std::string(state)}});
}

}  // namespace okapi::api
