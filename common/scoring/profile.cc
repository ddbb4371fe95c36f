#include "common/scoring/profile.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "common/scoring/grade.h"

namespace okapi::scoring {
namespace {

using okapi::common::v1::GradeBand;
using okapi::common::v1::Progress;
using okapi::common::v1::ScoringProfile;

constexpr Status kWeakestFirst[] = {Status::MISSED,    Status::OFF_TRACK,   Status::AT_RISK,
                                    Status::NO_DATA,   Status::STALE,       Status::ON_TRACK,
                                    Status::TOO_EARLY, Status::NOT_STARTED, Status::ACHIEVED};

// Whether it weighs every child alike, whatever weights are given.
bool IsPlain(ScoringProfile profile) {
  return profile == ScoringProfile::PLAIN_MEAN || profile == ScoringProfile::DOERR;
}

// What `compute` makes of the children as the profile counts them where no combination is given.
// Only what counts otherwise is copied: every objective of a list comes through here.
template <typename Compute>
auto OfCounted(ScoringProfile profile, absl::Span<const Child> children, Compute compute) {
  if (!IsPlain(profile)) return compute(children);
  std::vector<Child> counted;
  for (const Child& child : children) counted.push_back(CountedBy(profile, std::nullopt, child));
  return compute(absl::Span<const Child>(counted));
}

Progress CountedRollup(ScoringProfile profile, absl::Span<const Child> children) {
  return OfCounted(profile, children,
                   [](absl::Span<const Child> counted) { return Rollup(counted); });
}

Progress RollupWithZeros(absl::Span<const Child> children) {
  Progress progress = CountedRollup(ScoringProfile::PLAIN_MEAN, children);
  progress.set_missing_share(CountedRollup(ScoringProfile::DOERR, children).missing_share());
  return progress;
}

bool Weaker(const Child& a, const Child& b) {
  const auto rank = [](const Child& child) {
    const auto* place = std::find(std::begin(kWeakestFirst), std::end(kWeakestFirst), child.status);
    return std::tuple(place, !child.clamped.has_value(), child.clamped.value_or(0));
  };
  return rank(a) < rank(b);
}

// nullptr when no child has a verdict.
const Child* WeakestOf(absl::Span<const Child> children) {
  const auto* weakest = std::min_element(children.begin(), children.end(), Weaker);
  if (weakest == children.end() || weakest->status == Status::STATUS_UNSPECIFIED) return nullptr;
  return weakest;
}

// The child whose number is the parent's; nullptr where it is made of several.
const Child* DecidingOf(ScoringProfile profile, absl::Span<const Child> children) {
  return profile == ScoringProfile::LATEST_WINS ? WeakestOf(children) : nullptr;
}

void SetWorst(const Child& child, Progress& progress) {
  progress.set_status(child.status);
  progress.set_worst_child(child.name);
  progress.set_worst_child_status(child.status);
  progress.clear_worst_child_clamped();
  if (child.clamped.has_value()) progress.set_worst_child_clamped(*child.clamped);
}

Progress WeakestLink(absl::Span<const Child> children,
                     Combination combination = Combination::kMean) {
  Progress progress = Rollup(children, combination);
  if (const Child* weakest = WeakestOf(children)) SetWorst(*weakest, progress);
  return progress;
}

Progress WorstWins(absl::Span<const Child> children) {
  Progress progress = WeakestLink(children);
  if (progress.status() == Status::STATUS_UNSPECIFIED) return progress;
  progress.clear_raw();
  progress.clear_clamped();
  if (progress.has_worst_child_clamped()) {
    progress.set_raw(progress.worst_child_clamped());
    progress.set_clamped(progress.worst_child_clamped());
  }
  return progress;
}

Progress Combined(ScoringProfile profile, absl::Span<const Child> children,
                  Combination combination) {
  const bool by_weakest =
      profile == ScoringProfile::WEAKEST_LINK || profile == ScoringProfile::LATEST_WINS;
  return by_weakest ? WeakestLink(children, combination) : Rollup(children, combination);
}

bool IsByBands(Status status) {
  return status == Status::ON_TRACK || status == Status::AT_RISK || status == Status::OFF_TRACK;
}

Status ByBorders(double number, double on_track, double at_risk) {
  if (Meets(number, on_track)) return Status::ON_TRACK;
  return Meets(number, at_risk) ? Status::AT_RISK : Status::OFF_TRACK;
}

Status ByDifference(StatusInput input) {
  input.progress = input.progress.value_or(0);
  input.stale = false;
  const Status status = StatusOf(input);
  if (!IsByBands(status) || input.to_be_kept) return status;
  return ByBorders(1 - (input.expected - *input.progress), input.on_track, input.at_risk);
}

Status ByPlan(const StatusInput& input) {
  if (!input.started) return Status::NOT_STARTED;
  if (!input.progress.has_value()) return Status::NO_DATA;
  const double planned = input.expected;
  return ByBorders(*input.progress, kLatestOnTrackShare * planned, kLatestAtRiskShare * planned);
}

Status ByGrade(StatusInput input) {
  input.ended = false;
  input.too_early = false;
  const Status status = StatusOf(input);
  if (!IsByBands(status) && status != Status::ACHIEVED) return status;
  switch (BandOf(*input.progress)) {
    case GradeBand::GREEN:
      return Status::ON_TRACK;
    case GradeBand::AMBER:
      return Status::AT_RISK;
    default:
      return Status::OFF_TRACK;
  }
}

}  // namespace

Progress RollupBy(ScoringProfile profile, absl::Span<const Child> children,
                  std::optional<Combination> combination) {
  if (combination.has_value()) return Combined(profile, children, *combination);
  switch (profile) {
    case ScoringProfile::PLAIN_MEAN:
      return RollupWithZeros(children);
    case ScoringProfile::WEAKEST_LINK:
      return WeakestLink(children);
    case ScoringProfile::LATEST_WINS:
      return WorstWins(children);
    case ScoringProfile::DOERR:
      return CountedRollup(profile, children);
    default:
      return Rollup(children);
  }
}

Child CountedBy(ScoringProfile profile, std::optional<Combination> combination, Child child) {
  if (combination.has_value()) return child;
  if (IsPlain(profile)) child.weight = 1;
  if (profile == ScoringProfile::PLAIN_MEAN) child.clamped = child.clamped.value_or(0);
  return child;
}

double ExpectedBy(ScoringProfile profile, absl::Span<const Child> children,
                  std::optional<Combination> combination, double elapsed) {
  if (combination.has_value()) return ExpectedOfParent(children, *combination, elapsed);
  const Child* weakest = DecidingOf(profile, children);
  if (weakest != nullptr) return weakest->expected;
  return OfCounted(profile, children, [elapsed](absl::Span<const Child> counted) {
    return ExpectedOfParent(counted, Combination::kMean, elapsed);
  });
}

bool IsStaleBy(ScoringProfile profile, absl::Span<const Child> children,
               std::optional<Combination> combination) {
  if (combination.has_value()) return IsStale(children, *combination);
  const Child* weakest = DecidingOf(profile, children);
  if (weakest != nullptr) return weakest->stale;
  return OfCounted(profile, children, [](absl::Span<const Child> counted) {
    return IsStale(counted, Combination::kMean);
  });
}

bool IsIncomplete(ScoringProfile profile, absl::Span<const Child> children,
                  std::optional<Combination> combination) {
  if (combination == Combination::kMost || combination == Combination::kTotal) return false;
  if (!combination.has_value() && profile == ScoringProfile::PLAIN_MEAN) return false;
  const bool all_count = !combination.has_value() && IsPlain(profile);
  return std::any_of(children.begin(), children.end(), [all_count](const Child& child) {
    return (all_count || child.weight > 0) && (!child.clamped.has_value() || child.incomplete);
  });
}

Status StatusBy(ScoringProfile profile, const StatusInput& input) {
  switch (profile) {
    case ScoringProfile::PLAIN_MEAN:
      return ByDifference(input);
    case ScoringProfile::LATEST_WINS:
      return ByPlan(input);
    case ScoringProfile::DOERR:
      return ByGrade(input);
    default:
      return StatusOf(input);
  }
}

}  // namespace okapi::scoring
