#pragma once

#include <string>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/calendar/calendar.h"
#include "common/scoring/key_result.h"
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

// What common/scoring knows of a key result's way. Precondition of the first: from_to or
// relative_change.
scoring::Measure MeasureOf(const okapi::goals::v1::KeyResult& key_result);
scoring::Range RangeOf(const okapi::goals::v1::Range& range);
scoring::Levels LevelsOf(const okapi::goals::v1::FromTo& from_to);

// The share of the milestones' weight that the ids stand for. Precondition: there is a milestone.
double DoneShare(const okapi::goals::v1::Milestones& milestones,
                 const google::protobuf::RepeatedPtrField<std::string>& done);

// Of a key result whose current value, if any, is filled in.
okapi::common::v1::Progress KeyResultProgress(const okapi::goals::v1::KeyResult& key_result,
                                              const Timing& timing);

// Of the objective of these key results, whose progress is filled in. It is STALE when every value
// it has is.
okapi::common::v1::Progress ObjectiveProgress(
    absl::Span<const okapi::goals::v1::KeyResult> key_results, const Timing& timing);

}  // namespace okapi::goals
