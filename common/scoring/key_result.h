#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/status/errors.h"

namespace okapi::scoring {

// The way of a key result: progress 0 at the baseline, 1 at the target. Down when the target is
// below the baseline.
struct Measure {
  double baseline = 0;
  double target = 0;
};

// A way given as a share of where it starts: -0.2 for 20 % less of 50 leads from 50 to 40.
Measure RelativeChange(double baseline, double change);

// Adds to `violations` what makes a relative change meaningless: a baseline of 0, of which every
// share is 0, or a change of 0. The fields are named `prefix` + `baseline` and `change`.
void CheckRelativeChange(double baseline, double change, absl::string_view prefix,
                         status::FieldViolations& violations);

// (current - baseline) / (target - baseline). Not clamped: below 0 when it moved away from the
// target, above 1 beyond it. Baseline = target means "keep it there": 1 while current is at or
// above it, else 0; never one half.
double RawProgress(const Measure& measure, double current);

// Into [0, 1].
double Clamp(double progress);

}  // namespace okapi::scoring
