#pragma once

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/calendar/calendar.h"
#include "okapi/common/v1/scoring.pb.h"
#include "okapi/goals/v1/resources.pb.h"

// How far key results and objectives have come: from resources and times to common/scoring.
namespace okapi::goals {

// The time in which an objective is to be reached: [start, end).
struct CycleSpan {
  absl::Time start;
  absl::Time end;
};

// From the first instant of the cycle's first day to the last of its last.
CycleSpan SpanOf(const okapi::goals::v1::Cycle& cycle, const calendar::Calendar& calendar);

// What a verdict depends on besides numbers.
struct Timing {
  // Whether work has begun: the objective is no draft and its cycle has begun.
  bool started = true;
  bool ended = false;
  // Progress expected by now, in [0, 1].
  double expected = 0;
};
Timing TimingOf(okapi::goals::v1::Objective::State state, const CycleSpan& span, absl::Time now);

// Of a key result whose current value, if any, is filled in.
okapi::common::v1::Progress KeyResultProgress(const okapi::goals::v1::KeyResult& key_result,
                                              const Timing& timing);

// Of the objective of these key results, whose progress is filled in. It is STALE when every value
// it has is.
okapi::common::v1::Progress ObjectiveProgress(
    absl::Span<const okapi::goals::v1::KeyResult> key_results, const Timing& timing);

}  // namespace okapi::goals
