#pragma once

#include <string>

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

}  // namespace okapi::reporting
