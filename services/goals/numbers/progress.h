#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/calendar/calendar.h"
#include "common/scoring/key_result.h"
#include "common/scoring/rollup.h"
#include "common/scoring/status.h"
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

// The time on whose numbers a SEASON of the key result rests: its way, from the same dates of the
// year before; 28 February for a 29th that was none.
CycleSpan SeasonOf(const okapi::goals::v1::KeyResult& key_result,
                   const okapi::goals::v1::Cycle& cycle, const calendar::Calendar& calendar);

// What a verdict depends on besides numbers.
struct Timing {
  // Whether work has begun: the objective is or was active and its cycle has begun.
  bool started = true;
  bool ended = false;
  // The share of the cycle that has passed, in [0, 1]: what is expected of a straight way.
  double expected = 0;
  // By the policy there is no verdict before this share has passed, and so there is none yet.
  double early_share = 0;
  bool too_early = false;
  // The borders of the bands.
  double on_track = scoring::kOnTrackShare;
  double at_risk = scoring::kAtRiskShare;
  // Whose rules judge.
  okapi::common::v1::ScoringProfile profile =
      okapi::common::v1::ScoringProfile::SCORING_PROFILE_UNSPECIFIED;
  CycleSpan span;
  absl::Time now;
  calendar::Calendar calendar;
};
Timing TimingOf(okapi::goals::v1::Objective::State state, const CycleSpan& span, absl::Time now,
                const okapi::goals::v1::GoalPolicy& policy = {},
                const calendar::Calendar& calendar = {});

// What common/scoring knows of a key result's way. Precondition of the first: from_to or
// relative_change.
scoring::Measure MeasureOf(const okapi::goals::v1::KeyResult& key_result);
scoring::Range RangeOf(const okapi::goals::v1::Range& range);
scoring::Levels LevelsOf(const okapi::goals::v1::FromTo& from_to);

// The share of the milestones' weight that the ids stand for. Precondition: there is a milestone.
double DoneShare(const okapi::goals::v1::Milestones& milestones,
                 const google::protobuf::RepeatedPtrField<std::string>& done);

// Raw progress of a value on the key result's way.
double RawOf(const okapi::goals::v1::KeyResult& key_result, double value);

// When a key result's way begins: its start date, else the cycle.
absl::Time StartOf(const okapi::goals::v1::KeyResult& key_result, const Timing& timing);
// The progress that is expected of a key result at `time`, by its curve, in [0, 1].
double ExpectedOf(const okapi::goals::v1::KeyResult& key_result, const Timing& timing,
                  absl::Time time);

// Of a key result whose current value, if any, is filled in.
okapi::common::v1::Progress KeyResultProgress(const okapi::goals::v1::KeyResult& key_result,
                                              const Timing& timing);

// One of the numbers that an objective's progress is made of.
struct Part {
  scoring::Child child;
  double expected = 0;
  std::optional<absl::Time> value_time;
  bool guard_broken = false;
};
// Precondition: the progress is filled in.
Part PartOf(const okapi::goals::v1::KeyResult& key_result);
Part PartOf(const okapi::goals::v1::Objective& objective, double weight);

// Of the objective that is made of these parts. It is STALE when every value it has is. What is
// expected is the mean of what is expected of the parts that have a value, by weight; without one
// it is the share of the cycle that has passed.
okapi::common::v1::Progress ObjectiveProgress(absl::Span<const Part> parts, const Timing& timing);

}  // namespace okapi::goals
