#pragma once

#include "okapi/common/v1/scoring.pb.h"

namespace okapi::scoring {

// The final score of something is its clamped progress, in [0, 1], or what people decided.

// [0, 0.4) RED, [0.4, 0.7) AMBER, [0.7, 1] GREEN. Half-open: exactly 0.7 is GREEN; a score counts
// as at a border when it lies below it by no more than 1e-9.
okapi::common::v1::GradeBand BandOf(double score);
inline constexpr double kAmberScore = 0.4;
inline constexpr double kGreenScore = 0.7;

// What is expected of a commitment, and of a stretch.
inline constexpr double kCommittedScore = 1;
inline constexpr double kAspirationalScore = 0.7;

// Whether a score is as good as expected, with the same border.
bool Meets(double score, double expected);

}  // namespace okapi::scoring
