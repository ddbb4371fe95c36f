#include "services/goals/numbers/progress.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "common/api/timestamp.h"
#include "common/calendar/date.h"
#include "common/scoring/expected.h"
#include "common/scoring/key_result.h"
#include "common/scoring/profile.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Progress;
using okapi::goals::v1::CheckIn;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

std::optional<double> Optional(bool has, double value) {
  return has ? std::optional<double>(value) : std::nullopt;
}

// Adds the verdict to what is known of `progress`; `input` has what that and time do not say.
void Judge(const Timing& timing, scoring::StatusInput input, Progress& progress) {
  if (progress.has_raw()) input.progress = progress.raw();
  input.expected = progress.expected();
  input.started = timing.started;
  input.ended = timing.ended;
  input.too_early = timing.too_early;
  input.on_track = timing.on_track;
  input.at_risk = timing.at_risk;
  progress.set_status(scoring::StatusBy(timing.profile, input));
}

// Of all at the bottom.
std::optional<scoring::Worst> WorstOf(const Progress& progress) {
  if (progress.has_worst_below_clamped()) {
    return scoring::Worst{progress.worst_below(), progress.worst_below_clamped(),
                          progress.worst_below_status()};
  }
  if (!progress.has_worst_child_clamped()) return std::nullopt;
  return scoring::Worst{progress.worst_child(), progress.worst_child_clamped(),
                        progress.worst_child_status()};
}

}  // namespace

scoring::Measure MeasureOf(const KeyResult& key_result) {
  if (key_result.has_relative_change()) {
    return scoring::RelativeChange(key_result.relative_change().baseline(),
                                   key_result.relative_change().change());
  }
  return {key_result.from_to().baseline(), key_result.from_to().target()};
}

scoring::Range RangeOf(const okapi::goals::v1::Range& range) {
  return {Optional(range.has_min(), range.min()), Optional(range.has_max(), range.max()),
          range.strict()};
}

scoring::Levels LevelsOf(const okapi::goals::v1::FromTo& from_to) {
  return {Optional(from_to.has_commit(), from_to.commit()),
          Optional(from_to.has_stretch(), from_to.stretch())};
}

std::vector<std::optional<double>> SharesOf(const okapi::goals::v1::Scale& scale) {
  std::vector<std::optional<double>> shares;
  for (const auto& step : scale.steps()) shares.push_back(Optional(step.has_share(), step.share()));
  return shares;
}

double DoneShare(const okapi::goals::v1::Milestones& milestones,
                 const google::protobuf::RepeatedPtrField<std::string>& done) {
  std::vector<scoring::Milestone> all;
  for (const auto& milestone : milestones.milestones()) {
    const bool is_done = std::count(done.begin(), done.end(), milestone.milestone_id()) > 0;
    all.push_back({milestone.has_weight() ? milestone.weight() : 1, is_done});
  }
  return scoring::MilestoneProgress(all);
}

std::optional<double> ShareOf(const okapi::goals::v1::Scale& scale, const std::string& step_id) {
  const auto& steps = scale.steps();
  const auto reached = std::find_if(steps.begin(), steps.end(), [&step_id](const auto& step) {
    return step.step_id() == step_id;
  });
  if (reached == steps.end()) return std::nullopt;
  return scoring::ScaleProgress(SharesOf(scale), static_cast<size_t>(reached - steps.begin()));
}

std::optional<double> ValueOn(const KeyResult& key_result, const CheckIn& check_in) {
  if (key_result.has_scale()) return ShareOf(key_result.scale(), check_in.reached_step());
  if (!check_in.reached_step().empty()) return std::nullopt;
  if (key_result.has_milestones() && check_in.has_done_milestones()) {
    return DoneShare(key_result.milestones(), check_in.done_milestones().milestone_ids());
  }
  return Optional(check_in.has_value(), check_in.value());
}

CycleSpan SpanOf(const okapi::goals::v1::Cycle& cycle, const calendar::Calendar& calendar) {
  return {calendar.StartOf(cycle.start_date()), calendar.EndOf(cycle.end_date()),
          calendar.time_zone()};
}

CycleSpan SeasonOf(const KeyResult& key_result, const okapi::goals::v1::Cycle& cycle,
                   const calendar::Calendar& calendar) {
  auto year_before = [](const google::type::Date& date) {
    const absl::CivilDay day(date.year() - 1, date.month(), date.day());
    return day.month() == date.month() ? day : day - 1;
  };
  const auto& first = key_result.has_start_date() ? key_result.start_date() : cycle.start_date();
  return {calendar.StartOf(calendar::DateOf(year_before(first))),
          calendar.EndOf(calendar::DateOf(year_before(cycle.end_date())))};
}

Timing TimingOf(Objective::State state, const CycleSpan& span, absl::Time now,
                const okapi::goals::v1::GoalPolicy& policy, const calendar::Calendar& calendar) {
  Timing timing;
  timing.started = (state == Objective::ACTIVE || state == Objective::CLOSED) && now >= span.start;
  timing.ended = now >= span.end;
  timing.expected = scoring::ExpectedLinear(span.start, span.end, now);
  timing.early_share = policy.early_share();
  timing.too_early = timing.expected < timing.early_share;
  if (policy.bands().has_on_track()) timing.on_track = policy.bands().on_track();
  if (policy.bands().has_at_risk()) timing.at_risk = policy.bands().at_risk();
  timing.profile = policy.profile();
  timing.span = span;
  timing.now = now;
  timing.calendar = calendar;
  return timing;
}

double RawOf(const KeyResult& key_result, double value) {
  switch (key_result.measure_case()) {
    case KeyResult::kRange:
      return scoring::RangeProgress(RangeOf(key_result.range()), value);
    case KeyResult::kMilestones:
    case KeyResult::kBinary:
    case KeyResult::kScale:
      return value;
    case KeyResult::kFindBaseline:
      return scoring::FirstValueProgress(value);
    default:
      return scoring::RawProgress(MeasureOf(key_result), value);
  }
}

std::optional<double> RawOf(const KeyResult& key_result) {
  if (key_result.has_current_value()) return RawOf(key_result, key_result.current_value());
  if (key_result.has_find_baseline()) return scoring::FirstValueProgress(std::nullopt);
  return std::nullopt;
}

bool IsStale(const KeyResult& key_result) {
  const bool is_found = key_result.has_find_baseline() && key_result.has_current_value();
  return key_result.kpi_link().stale() && !is_found;
}

absl::Time StartOf(const KeyResult& key_result, const Timing& timing) {
  return key_result.has_start_date() ? timing.calendar.StartOf(key_result.start_date())
                                     : timing.span.start;
}

double ExpectedOf(const KeyResult& key_result, const Timing& timing, absl::Time time) {
  return scoring::ExpectedByCurve(
      key_result.curve(),
      scoring::ExpectedLinear(StartOf(key_result, timing), timing.span.end, time));
}

Progress KeyResultProgress(const KeyResult& key_result, const Timing& timing) {
  Progress progress;
  if (const std::optional<double> raw = RawOf(key_result); raw.has_value()) {
    progress.set_raw(*raw);
    progress.set_clamped(scoring::Clamp(*raw));
  }
  if (key_result.has_current_value() && key_result.has_current_value_time()) {
    *progress.mutable_value_time() = key_result.current_value_time();
  }
  if (key_result.has_from_to() && key_result.has_current_value()) {
    progress.set_level(scoring::LevelReached(MeasureOf(key_result), LevelsOf(key_result.from_to()),
                                             key_result.current_value()));
  }
  progress.set_guard_broken(key_result.guard().broken());
  // A straight way over the whole cycle needs no dates.
  progress.set_expected(key_result.has_start_date()
                            ? ExpectedOf(key_result, timing, timing.now)
                            : scoring::ExpectedByCurve(key_result.curve(), timing.expected));
  scoring::StatusInput input;
  input.stale = IsStale(key_result);
  input.to_be_kept = key_result.has_range();
  Judge(timing, input, progress);
  return progress;
}

Part PartOf(const KeyResult& key_result) {
  const Progress& progress = key_result.progress();
  Part part;
  part.child.name = key_result.name();
  part.child.weight = key_result.has_weight() ? key_result.weight() : 1;
  part.child.clamped = Optional(progress.has_clamped(), progress.clamped());
  part.child.status = progress.status();
  part.child.stale = IsStale(key_result);
  part.child.expected = progress.expected();
  if (key_result.has_current_value_time()) {
    part.value_time = api::FromTimestamp(key_result.current_value_time());
  }
  part.guard_broken = progress.guard_broken();
  return part;
}

Part PartOf(const Objective& objective, double weight) {
  const Progress& progress = objective.progress();
  Part part;
  part.child.name = objective.name();
  part.child.weight = weight;
  part.child.clamped = Optional(progress.has_clamped(), progress.clamped());
  // Closed, it counts as what people decided, and nothing of it is missing.
  if (objective.has_grade()) {
    part.child.clamped = objective.grade().score();
  } else {
    part.child.missing_share = progress.missing_share();
    part.child.stale_share = progress.stale_share();
    part.child.worst_below = WorstOf(progress);
    part.child.incomplete =
        progress.missing_share() > 0 && progress.status() != okapi::common::v1::Status::ACHIEVED;
  }
  part.child.status = progress.status();
  part.child.stale = progress.status() == okapi::common::v1::Status::STALE;
  part.child.expected = progress.expected();
  if (progress.has_value_time()) part.value_time = api::FromTimestamp(progress.value_time());
  part.guard_broken = progress.guard_broken();
  return part;
}

std::optional<scoring::Combination> CombinationOf(const Objective& objective) {
  switch (objective.combination()) {
    case Objective::MEAN:
      return scoring::Combination::kMean;
    case Objective::LEAST:
      return scoring::Combination::kLeast;
    case Objective::MOST:
      return scoring::Combination::kMost;
    case Objective::TOTAL:
      return scoring::Combination::kTotal;
    default:
      return std::nullopt;
  }
}

std::vector<scoring::Child> ChildrenOf(absl::Span<const Part> parts) {
  std::vector<scoring::Child> children;
  children.reserve(parts.size());
  for (const Part& part : parts) children.push_back(part.child);
  return children;
}

Progress ObjectiveProgress(absl::Span<const Part> parts, const Timing& timing,
                           std::optional<scoring::Combination> combination) {
  const std::vector<scoring::Child> children = ChildrenOf(parts);
  std::optional<absl::Time> newest;
  bool guard_broken = false;
  for (const Part& part : parts) {
    if (part.value_time.has_value())
      newest = std::max(newest.value_or(*part.value_time), *part.value_time);
    guard_broken = guard_broken || part.guard_broken;
  }
  Progress progress = scoring::RollupBy(timing.profile, children, combination);
  if (newest.has_value()) *progress.mutable_value_time() = api::ToTimestamp(*newest);
  progress.set_guard_broken(guard_broken);
  progress.set_expected(
      scoring::ExpectedBy(timing.profile, children, combination, timing.expected));
  if (progress.status() == okapi::common::v1::Status::STATUS_UNSPECIFIED) {
    scoring::StatusInput input;
    input.stale = scoring::IsStaleBy(timing.profile, children, combination);
    input.incomplete = scoring::IsIncomplete(timing.profile, children, combination);
    Judge(timing, input, progress);
  }
  return progress;
}

}  // namespace okapi::goals
