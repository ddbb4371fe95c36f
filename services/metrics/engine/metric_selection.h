#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/status/errors.h"
#include "services/metrics/engine/captured_samples.h"

namespace okapi::metrics {

using LabelMatchers = google::protobuf::RepeatedPtrField<v1::LabelMatcher>;

// The series that a request names by its fields `metric` and `filter`. What is wrong with them is
// added to the violations, and the selection is good for nothing then.
SampleSelection SelectMetric(const std::string& metric, const LabelMatchers& filter,
                             status::FieldViolations& violations);

}  // namespace okapi::metrics
