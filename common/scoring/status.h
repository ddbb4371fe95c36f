#pragma once

#include <optional>

#include "okapi/common/v1/scoring.pb.h"

namespace okapi::scoring {

using okapi::common::v1::Status;

inline constexpr double kOnTrackShare = 0.9;
inline constexpr double kAtRiskShare = 0.7;

// How numbers compare at the borders of verdicts, in the words of explanations.
inline constexpr char kRounding[] =
    "IEEE 754 doubles, not rounded; a value counts as at a border when it lies below it by no more "
    "than 1e-9";

// What a verdict depends on.
struct StatusInput {
  // Raw progress; nullopt when no value is known.
  std::optional<double> progress;
  // Progress expected by now, in [0, 1].
  double expected = 0;
  // Whether the time to work on it has begun, and whether it is over.
  bool started = true;
  bool ended = false;
  // Too little time has passed for a verdict.
  bool too_early = false;
  // The value's source has not been heard of for too long.
  bool stale = false;
  // It is to be kept, not to be reached: until the end it can be lost.
  bool to_be_kept = false;
  // Something that has to be reached for this to be reached has no value.
  bool incomplete = false;
  // The borders of the bands, as shares of what is expected.
  double on_track = kOnTrackShare;
  double at_risk = kAtRiskShare;
};

// The verdict. The first that applies:
//   NOT_STARTED  it has not begun;
//   NO_DATA      no value is known: missing is never zero; or the time is over, progress is 1 at
//                least and it is incomplete: missing is never reached either;
//   STALE        the source is not heard, so the value may be wrong in either direction;
//   ACHIEVED     progress is at least 1, and it is not incomplete; of what is to be kept, once the
//                time is over;
//   MISSED       the time is over;
//   TOO_EARLY    too little of the time has passed;
//   ON_TRACK, AT_RISK, OFF_TRACK
//                progress is at least `on_track`, at least `at_risk`, less than that of what is
//                expected by now.
// The bands are half-open: exactly 90 % is ON_TRACK, exactly 70 % AT_RISK. A value counts as at a
// border when it lies below it by no more than 1e-9, so that 0.63 / 0.9 is judged as it reads. When
// nothing is expected yet (the first instant), progress that is not negative is ON_TRACK, negative
// progress OFF_TRACK.
// Nothing is remembered: what was ACHIEVED and falls back is judged by where it is now, unless it
// was closed. Nobody's opinion comes in: confidence stands beside the verdict, and they may differ.
Status StatusOf(const StatusInput& input);

}  // namespace okapi::scoring
