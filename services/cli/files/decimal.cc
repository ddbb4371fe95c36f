#include "services/cli/files/decimal.h"

#include <cmath>

#include "absl/strings/numbers.h"

namespace okapi::cli {

bool ParseDecimal(absl::string_view text, double* value) {
  return text.find_first_of("xX") == absl::string_view::npos && absl::SimpleAtod(text, value) &&
         std::isfinite(*value);
}

}  // namespace okapi::cli
