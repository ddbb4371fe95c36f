#pragma once

#include <optional>
#include <string>
#include <vector>

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
  // In which its days are.
  absl::TimeZone zone = absl::UTCTimeZone();
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

// The shares of the steps, as far as they are given.
std::vector<std::optional<double>> SharesOf(const okapi::goals::v1::Scale& scale);

// The share of the milestones' weight that the ids stand for. Precondition: there is a milestone.
double DoneShare(const okapi::goals::v1::Milestones& milestones,
                 const google::protobuf::RepeatedPtrField<std::string>& done);

// How far along the step with this id is: raw progress; nullopt when the scale has no such step.
std::optional<double> ShareOf(const okapi::goals::v1::Scale& scale, const std::string& step_id);

// What a check-in's value is on the key result's way of now: which milestones are done and which
// step is reached is up to the check-in, what that is worth to the key result. nullopt without a
// value, and where it names no step of the scale, or one where there is no scale.
std::optional<double> ValueOn(const okapi::goals::v1::KeyResult& key_result,
                              const okapi::goals::v1::CheckIn& check_in);

// Raw progress of a value on the key result's way.
double RawOf(const okapi::goals::v1::KeyResult& key_result, double value);
// Of its current value. nullopt without one, but with find_baseline, where that is what is known.
std::optional<double> RawOf(const okapi::goals::v1::KeyResult& key_result);

// Whether its KPI is not heard and the progress hangs on what it says: of find_baseline it does not
// any more once there is a value.
bool IsStale(const okapi::goals::v1::KeyResult& key_result);

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
  std::optional<absl::Time> value_time;
  bool guard_broken = false;
};
// Precondition: the progress is filled in.
Part PartOf(const okapi::goals::v1::KeyResult& key_result);
Part PartOf(const okapi::goals::v1::Objective& objective, double weight);

// What scoring sees of them.
std::vector<scoring::Child> ChildrenOf(absl::Span<const Part> parts);

// How the objective's parts make its number; nullopt where that is as the profile has it.
std::optional<scoring::Combination> CombinationOf(const okapi::goals::v1::Objective& objective);

// Of the objective that is made of these parts in this way. It is STALE when every value that its
// number is made of is; what is expected of it is scoring::ExpectedBy.
okapi::common::v1::Progress ObjectiveProgress(absl::Span<const Part> parts, const Timing& timing,
                                              std::optional<scoring::Combination> combination);

}  // namespace okapi::goals
