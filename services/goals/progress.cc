#include "services/goals/progress.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "common/api/timestamp.h"
#include "common/scoring/expected.h"
#include "common/scoring/key_result.h"
#include "common/scoring/rollup.h"
#include "common/scoring/status.h"

namespace okapi::goals {
namespace {

using okapi::common::v1::Progress;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::Objective;

std::optional<double> Optional(bool has, double value) {
  return has ? std::optional<double>(value) : std::nullopt;
}

// Raw progress of a key result that has a value.
double RawOf(const KeyResult& key_result) {
  const double current = key_result.current_value();
  switch (key_result.measure_case()) {
    case KeyResult::kRange:
      return scoring::RangeProgress(RangeOf(key_result.range()), current);
    case KeyResult::kMilestones:
    case KeyResult::kBinary:
      return current;
    default:
      return scoring::RawProgress(MeasureOf(key_result), current);
  }
}

// Adds expectation and verdict to what is known of `progress`.
void Judge(const Timing& timing, bool stale, bool to_be_kept, Progress& progress) {
  progress.set_expected(timing.expected);
  scoring::StatusInput input;
  if (progress.has_raw()) input.progress = progress.raw();
  input.expected = timing.expected;
  input.started = timing.started;
  input.ended = timing.ended;
  input.stale = stale;
  input.to_be_kept = to_be_kept;
  progress.set_status(scoring::StatusOf(input));
}

// The newest time of the values behind the key results.
void SetNewestValueTime(absl::Span<const KeyResult> key_results, Progress& progress) {
  std::optional<absl::Time> newest;
  for (const KeyResult& key_result : key_results) {
    if (!key_result.has_current_value_time()) continue;
    const absl::Time time = api::FromTimestamp(key_result.current_value_time());
    newest = std::max(newest.value_or(time), time);
  }
  if (newest.has_value()) *progress.mutable_value_time() = api::ToTimestamp(*newest);
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

double DoneShare(const okapi::goals::v1::Milestones& milestones,
                 const google::protobuf::RepeatedPtrField<std::string>& done) {
  std::vector<scoring::Milestone> all;
  for (const auto& milestone : milestones.milestones()) {
    const bool is_done = std::count(done.begin(), done.end(), milestone.milestone_id()) > 0;
    all.push_back({milestone.has_weight() ? milestone.weight() : 1, is_done});
  }
  return scoring::MilestoneProgress(all);
}

CycleSpan SpanOf(const okapi::goals::v1::Cycle& cycle, const calendar::Calendar& calendar) {
  return {calendar.StartOf(cycle.start_date()), calendar.EndOf(cycle.end_date())};
}

Timing TimingOf(Objective::State state, const CycleSpan& span, absl::Time now) {
  Timing timing;
  timing.started = state != Objective::DRAFT && now >= span.start;
  timing.ended = now >= span.end;
  timing.expected = scoring::ExpectedLinear(span.start, span.end, now);
  return timing;
}

Progress KeyResultProgress(const KeyResult& key_result, const Timing& timing) {
  Progress progress;
  if (key_result.has_current_value()) {
    const double raw = RawOf(key_result);
    progress.set_raw(raw);
    progress.set_clamped(scoring::Clamp(raw));
    if (key_result.has_current_value_time()) {
      *progress.mutable_value_time() = key_result.current_value_time();
    }
  }
  if (key_result.has_from_to() && key_result.has_current_value()) {
    progress.set_level(scoring::LevelReached(MeasureOf(key_result), LevelsOf(key_result.from_to()),
                                             key_result.current_value()));
  }
  Judge(timing, key_result.kpi_link().stale(), key_result.has_range(), progress);
  return progress;
}

Progress ObjectiveProgress(absl::Span<const KeyResult> key_results, const Timing& timing) {
  std::vector<scoring::Child> children;
  int known = 0;
  int stale = 0;
  for (const KeyResult& key_result : key_results) {
    scoring::Child child;
    child.name = key_result.name();
    child.weight = key_result.has_weight() ? key_result.weight() : 1;
    if (key_result.progress().has_clamped()) child.clamped = key_result.progress().clamped();
    child.status = key_result.progress().status();
    child.stale = key_result.kpi_link().stale();
    if (child.clamped.has_value()) {
      ++known;
      if (child.stale) ++stale;
    }
    children.push_back(std::move(child));
  }
  Progress progress = scoring::Rollup(children);
  SetNewestValueTime(key_results, progress);
  Judge(timing, known > 0 && stale == known, /*to_be_kept=*/false, progress);
  return progress;
}

}  // namespace okapi::goals
