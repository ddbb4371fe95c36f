#pragma once

#include <string>

#include "okapi/common/v1/calendar.pb.h"
#include "okapi/reporting/v1/number_explanation.pb.h"

namespace okapi::reporting {

// Adds something that went into an explanation; the labels are those of number_explanation.proto.
inline okapi::goals::v1::Explanation::Input& AddInput(
    const std::string& label, okapi::reporting::v1::KpiExplanation& explanation) {
  auto& input = *explanation.add_inputs();
  input.set_label(label);
  return input;
}
inline okapi::goals::v1::Explanation::Input& AddNumber(
    const std::string& label, double value, okapi::reporting::v1::KpiExplanation& explanation) {
  auto& input = AddInput(label, explanation);
  input.set_value(value);
  return input;
}
// The number of a period, by its id and one of its ends.
inline void AddOfPeriod(const std::string& label, double value,
                        const okapi::common::v1::Period& period,
                        const google::protobuf::Timestamp& time,
                        okapi::reporting::v1::KpiExplanation& explanation) {
  auto& input = AddNumber(label, value, explanation);
  input.set_text(period.id());
  *input.mutable_time() = time;
}

}  // namespace okapi::reporting
