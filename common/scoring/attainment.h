#pragma once

#include <optional>

#include "common/scoring/status.h"
#include "okapi/common/v1/scoring.pb.h"

namespace okapi::scoring {

// A KPI's number in one period.
struct AttainmentInput {
  // nullopt without samples.
  std::optional<double> actual;
  // The target of the whole period; nullopt if there is none. Of a range its lower end.
  std::optional<double> target;
  // The upper end of the range; for WITHIN, and only there.
  std::optional<double> target_max;
  okapi::common::v1::Direction direction = okapi::common::v1::Direction::INCREASE;
  // Whether the number grows over the period, as a sum does; averages, levels and ratios do not.
  bool additive = false;
  // The share of the period that has passed, in [0, 1]; 1 when it is over.
  double elapsed = 1;
  // Of an additive number, how much of the target is due by now, where that is not target x
  // elapsed.
  std::optional<double> due_target;
  std::optional<double> due_target_max;
  // The period is over, and no more late data is waited for.
  bool settled = true;
  // The borders of the bands, as shares of what is due.
  double on_track = kOnTrackShare;
  double at_risk = kAtRiskShare;
};

struct Attainment {
  // The part of the target that is due by now; of a range of its lower and of its upper end.
  std::optional<double> due_target;
  std::optional<double> due_target_max;
  // How much of the due target is attained; 1 is all of it, more is better.
  std::optional<double> attainment;
  // STATUS_UNSPECIFIED without a target.
  okapi::common::v1::Status status = okapi::common::v1::Status::STATUS_UNSPECIFIED;
};

// The decisions:
// - Due target: while a period is open, an additive KPI is judged against the part of the target
// that is due by now, target x elapsed unless a curve says otherwise; any other against the whole.
// Of a range this holds for both ends.
// - Attainment, more is better: actual / due. Less is better: 2 - actual / due, so that 1 is on the
// target, 0 is twice the target,
//   and nothing is gained by a pole near 0 (it never exceeds 2 for values that are not negative).
// - A due target that is not positive gives no ratio: attainment is 1 when the target is met (at or
// beyond it in the good
//   direction), else 0.
// - Inside a range is good: attainment is 1 from its lower end to its upper end, both included.
// Below it is judged as where more is better, by the lower end; above it as where less is better,
// by the upper end. It never exceeds 1.
// - Status of a period that is over: ACHIEVED when attainment is at least 1, else MISSED; how near
// it was, attainment says.
// - Status of an open period: ACHIEVED when more is better, the number is additive, the target is
// positive, and the whole of it is reached already: it
//   cannot be lost again if amounts are not negative. They are where a target is not positive, as
//   of a profit: nothing is reached for good then, as nothing is inside a range for good. By the
//   same token MISSED when the number is additive and exceeds already what the whole of it is not
//   to exceed, the target where less is better or the upper end of a range, such as a budget: if
//   that is positive, and the range does not begin below zero. Otherwise ON_TRACK, AT_RISK,
//   OFF_TRACK by attainment with the borders of the bands (0.9, 0.7 by default). A period that is
//   over counts as open until it is settled.
// - While nothing is due yet (additive, elapsed 0 or a curve that begins later): ON_TRACK; by a
//   curve only while nothing is reached or missed for good.
// - No samples: NO_DATA, whatever the target. No target: no verdict.
Attainment Attain(const AttainmentInput& input);

}  // namespace okapi::scoring
