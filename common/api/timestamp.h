#pragma once

#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace okapi::api {

// Between the wire's time and ours, to the nanosecond. A timestamp beyond what it may hold (years 1
// to 9999) is clamped.
google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);
absl::Duration FromDuration(const google::protobuf::Duration& duration);
// Precondition: not beyond what a protobuf duration can hold, 10,000 years.
google::protobuf::Duration ToDuration(absl::Duration duration);

}  // namespace okapi::api
