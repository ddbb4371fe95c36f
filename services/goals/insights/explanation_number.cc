#include "services/goals/insights/explanation_number.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace okapi::goals {

std::string ExactText(double value) {
  for (int digits = 6; digits < 17; ++digits) {
    std::string text = absl::StrFormat("%.*g", digits, value);
    double back = 0;
    if (absl::SimpleAtod(text, &back) && back == value) return text;
  }
  return absl::StrFormat("%.17g", value);
}

std::string OperandText(double value) {
  return value < 0 ? absl::StrCat("(", ExactText(value), ")") : ExactText(value);
}

}  // namespace okapi::goals
