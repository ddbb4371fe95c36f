#include "common/scoring/key_result.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace okapi::scoring {

Measure RelativeChange(double baseline, double change) {
  return {baseline, baseline + baseline * change};
}

void CheckRelativeChange(double baseline, double change, absl::string_view prefix,
                         status::FieldViolations& violations) {
  if (baseline == 0) {
    violations.Add(absl::StrCat(prefix, "baseline"), "must not be 0: every share of 0 is 0");
  }
  if (change == 0) {
    violations.Add(absl::StrCat(prefix, "change"), "must not be 0: nothing would have to change");
  }
}

double RawProgress(const Measure& measure, double current) {
  if (measure.baseline == measure.target) return current >= measure.target ? 1 : 0;
  return (current - measure.baseline) / (measure.target - measure.baseline);
}

double Clamp(double progress) { return std::clamp(progress, 0.0, 1.0); }

}  // namespace okapi::scoring
