#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/status/errors.h"
#include "okapi/common/v1/scoring.pb.h"

namespace okapi::scoring {

// Every number here and in the other headers is finite: what is NaN or infinite is refused where it
// comes in. What is not known is nullopt, and what has no target, or does not apply, is not asked.

// The way of a key result: progress 0 at the baseline, 1 at the target. Down when the target is
// below the baseline: there is no direction beside it that could contradict.
struct Measure {
  double baseline = 0;
  double target = 0;
};

// A way given as a share of where it starts: -0.2 for 20 % less of 50 leads from 50 to 40. A
// baseline that is revised takes the target with it.
Measure RelativeChange(double baseline, double change);

// Adds to `violations` what makes a relative change meaningless: a baseline of 0, of which every
// share is 0, or a change of 0. The fields are named `prefix` + `baseline` and `change`.
void CheckRelativeChange(double baseline, double change, absl::string_view prefix,
                         status::FieldViolations& violations);

// (current - baseline) / (target - baseline). Not clamped: below 0 when it moved away from the
// target, above 1 beyond it. Baseline = target means "keep it there": 1 while current is at or
// above it, else 0; never one half.
double RawProgress(const Measure& measure, double current);

// A number to be kept within bounds: at least one of them.
struct Range {
  std::optional<double> min;
  std::optional<double> max;
  bool strict = false;  // The bounds themselves do not count as kept.
};

// Adds to `violations` what makes a range meaningless: no bound, or none between the bounds. The
// fields are named `prefix` + `min` and `max`.
void CheckRange(const Range& range, absl::string_view prefix, status::FieldViolations& violations);

// The value, or the bound that it lies beyond.
double Within(const Range& range, double value);

// 1 while the value is within, else 0: kept or not kept, nothing between.
double RangeProgress(const Range& range, double current);

struct Milestone {
  double weight = 1;  // Greater than 0.
  bool done = false;
};

// The share of the weight that is done. Precondition: there is at least one.
double MilestoneProgress(absl::Span<const Milestone> milestones);

// A scale says where something stands in words, by its steps from the worst to the best. Words are
// an order and no amounts, so there is nothing between two steps and nothing to forecast. How far
// along a step is, is said by its share: raw progress, 1 at the target and more beyond it. Without
// shares the steps lie evenly from 0 to 1.
inline constexpr double kShareMax = 10;

// The raw progress of the step with the index `reached`. Precondition: there is one, and CheckScale
// finds nothing.
double ScaleProgress(absl::Span<const std::optional<double>> shares, size_t reached);

// Adds to `violations` what makes a scale meaningless: fewer than two steps; shares of some steps
// only; one that is negative, above 10, or not greater than the one before; a last one below 1,
// since then nothing reaches the target. The fields are `steps` and `steps` + `[0].share`.
void CheckScale(absl::Span<const std::optional<double>> shares, absl::string_view steps,
                status::FieldViolations& violations);

// Of a number that is to be measured for the first time: 0 while there is no value, 1 from the
// first one on, whatever it is. Here the missing value is what is known: it is never missing.
double FirstValueProgress(std::optional<double> current);

// Levels beside the target of a measure; each counts as reached at the value itself.
struct Levels {
  std::optional<double> commit;
  std::optional<double> stretch;
};

// Adds to `violations` levels that do not lie in order: the commit level between baseline and
// target, the stretch level beyond the target.
void CheckLevels(const Measure& measure, const Levels& levels, absl::string_view prefix,
                 status::FieldViolations& violations);

// The highest level that the value reaches. Without a commit level the target is what was committed
// to; LEVEL_UNSPECIFIED without any level.
okapi::common::v1::Level LevelReached(const Measure& measure, const Levels& levels, double current);

// Into [0, 1].
double Clamp(double progress);

}  // namespace okapi::scoring
