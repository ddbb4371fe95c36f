#pragma once

#include <optional>

#include "absl/types/span.h"
#include "common/scoring/rollup.h"
#include "common/scoring/status.h"
#include "okapi/common/v1/scoring.pb.h"

namespace okapi::scoring {

// Other products' rules beside ours, as near as their documents allow. What is not said here is as
// in rollup.h and status.h, and so is all of OKAPI, which is also meant by no profile and by one
// that is not known.

// The parent's progress, with a status where the profile makes it of the children's; where it is
// STATUS_UNSPECIFIED, it is StatusBy of the parent's own progress.
// - PLAIN_MEAN: every child weighs 1, and one without a value counts as 0, in the mean and as a
//   child that may be the worst. missing_share still tells how many those are.
// - DOERR: every child weighs 1.
// - WEAKEST_LINK: the status is that of the weakest child, which is also the worst child, whatever
//   its weight and with a value or without. Weakest first: MISSED, OFF_TRACK, AT_RISK, NO_DATA,
//   STALE, ON_TRACK, TOO_EARLY, NOT_STARTED, ACHIEVED: what is known to be bad is worse than what
//   nobody knows, and that worse than good. Of two the one with the lower progress (one without a
//   value last), then the first. A child without a verdict is not asked; if none has one, it is
//   OKAPI's.
// - LATEST_WINS: the same, and raw and clamped are the weakest child's clamped value; none if it
//   has none.
// A combination that is given goes before the profile's way to make the number: weights count as
// they are, and what is missing is left out. How the profile judges stays: by WEAKEST_LINK and
// LATEST_WINS the status, and so the worst child, are those of the weakest child all the same.
okapi::common::v1::Progress RollupBy(okapi::common::v1::ScoringProfile profile,
                                     absl::Span<const Child> children,
                                     std::optional<Combination> combination = std::nullopt);

// A child as it counts in that progress: where the profile makes the number, with the weight and,
// of what is missing, the value that the profile gives it.
Child CountedBy(okapi::common::v1::ScoringProfile profile, std::optional<Combination> combination,
                Child child);

// What is expected of that progress by now, and whether it rests on nothing but stale values:
// ExpectedOfParent and IsStale of the children as the profile counts them, so that like is compared
// with like. By LATEST_WINS both are the weakest child's.
double ExpectedBy(okapi::common::v1::ScoringProfile profile, absl::Span<const Child> children,
                  std::optional<Combination> combination, double elapsed);
bool IsStaleBy(okapi::common::v1::ScoringProfile profile, absl::Span<const Child> children,
               std::optional<Combination> combination);

// Whether something without a value has to be reached for the whole to be: a child that counts and
// has none, or is incomplete itself. One of several ways is enough, and so is a total of 1;
// PLAIN_MEAN counts what is missing as 0.
bool IsIncomplete(okapi::common::v1::ScoringProfile profile, absl::Span<const Child> children,
                  std::optional<Combination> combination);

// The borders of LATEST_WINS, as shares of what is planned by now.
inline constexpr double kLatestOnTrackShare = 0.9;
inline constexpr double kLatestAtRiskShare = 0.75;

// - PLAIN_MEAN: without a value progress is 0, and nothing is ever STALE. Where OKAPI compares
//   progress with a share of what is expected, it is the difference that counts: ON_TRACK while
//   expected - progress is at most 1 - on_track, AT_RISK while at most 1 - at_risk, so 10 and 30
//   points by default.
// - WEAKEST_LINK: as OKAPI; it is for key results, which have no children.
// - LATEST_WINS: NOT_STARTED and NO_DATA as OKAPI. Then, however old the value is, early or when
//   the time is over, progress / expected: from 0.9 on ON_TRACK, from 0.75 on AT_RISK, below that
//   OFF_TRACK; the input's own borders do not count. What is expected is what is planned by now,
//   (planned - start) / (target - start), so that this is (actual - start) / (planned - start).
//   While nothing is expected: ON_TRACK from 0 on.
// - DOERR: NOT_STARTED, NO_DATA and STALE as OKAPI. Then, at any time and whatever is expected, the
//   band of grade.h: GREEN is ON_TRACK, AMBER AT_RISK, RED OFF_TRACK.
// Neither LATEST_WINS nor DOERR gives ACHIEVED or MISSED: they know three colours.
Status StatusBy(okapi::common::v1::ScoringProfile profile, const StatusInput& input);

}  // namespace okapi::scoring
