#include "services/goals/insights/explanation_number.h"

#include "absl/strings/str_cat.h"
#include "common/text/quantity.h"

namespace okapi::goals {

std::string OperandText(double value) {
  return value < 0 ? absl::StrCat("(", text::ExactNumber(value), ")") : text::ExactNumber(value);
}

}  // namespace okapi::goals
