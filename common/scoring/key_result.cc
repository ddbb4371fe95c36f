#include "common/scoring/key_result.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace okapi::scoring {

using okapi::common::v1::Level;

Measure RelativeChange(double baseline, double change) {
  return {baseline, baseline + baseline * change};
}

void CheckRelativeChange(double baseline, double change, absl::string_view prefix,
                         status::FieldViolations& violations) {
  if (baseline == 0) {
    violations.Add(absl::StrCat(prefix, "baseline"), "must not be 0: every share of 0 is 0");
  }
  if (change == 0) {
    violations.Add(absl::StrCat(prefix, "change"), "must not be 0: nothing would have to change");
  }
}

double RawProgress(const Measure& measure, double current) {
  if (measure.baseline == measure.target) return current >= measure.target ? 1 : 0;
  return (current - measure.baseline) / (measure.target - measure.baseline);
}

void CheckRange(const Range& range, absl::string_view prefix, status::FieldViolations& violations) {
  if (!range.min.has_value() && !range.max.has_value()) {
    violations.Add(absl::StrCat(prefix, "min"), "or max is required");
  }
  if (!range.min.has_value() || !range.max.has_value()) return;
  const bool some = range.strict ? *range.min < *range.max : *range.min <= *range.max;
  if (!some) violations.Add(absl::StrCat(prefix, "max"), "leaves nothing between min and max");
}

double Within(const Range& range, double value) {
  if (range.min.has_value()) value = std::max(value, *range.min);
  if (range.max.has_value()) value = std::min(value, *range.max);
  return value;
}

double RangeProgress(const Range& range, double current) {
  const bool below =
      range.min.has_value() && (range.strict ? !(current > *range.min) : !(current >= *range.min));
  const bool above =
      range.max.has_value() && (range.strict ? !(current < *range.max) : !(current <= *range.max));
  return below || above ? 0 : 1;
}

double MilestoneProgress(absl::Span<const Milestone> milestones) {
  double done = 0;
  double all = 0;
  for (const Milestone& milestone : milestones) {
    all += milestone.weight;
    if (milestone.done) done += milestone.weight;
  }
  return done / all;
}

double ScaleProgress(absl::Span<const std::optional<double>> shares, size_t reached) {
  return shares[reached].value_or(static_cast<double>(reached) /
                                  static_cast<double>(shares.size() - 1));
}

void CheckScale(absl::Span<const std::optional<double>> shares, absl::string_view steps,
                status::FieldViolations& violations) {
  if (shares.size() < 2) violations.Add(steps, "needs two steps at least");
  const auto has_share = [](const std::optional<double>& share) { return share.has_value(); };
  if (std::none_of(shares.begin(), shares.end(), has_share)) return;
  std::optional<double> before;
  for (size_t i = 0; i < shares.size(); ++i) {
    const auto add = [&](absl::string_view problem) {
      violations.Add(absl::StrCat(steps, "[", i, "].share"), problem);
    };
    if (!shares[i].has_value()) {
      add("is required: either all steps have one or none");
    } else if (!(*shares[i] >= 0 && *shares[i] <= kShareMax)) {
      add(absl::StrCat("must be from 0 to ", kShareMax));
    } else if (before.has_value() && !(*shares[i] > *before)) {
      add("must be greater than that of the step before");
    } else if (i + 1 == shares.size() && *shares[i] < 1) {
      add("must be 1 at least: no step reaches the target");
    }
    if (shares[i].has_value()) before = shares[i];
  }
}

double FirstValueProgress(std::optional<double> current) { return current.has_value() ? 1 : 0; }

void CheckLevels(const Measure& measure, const Levels& levels, absl::string_view prefix,
                 status::FieldViolations& violations) {
  if (measure.baseline == measure.target) {
    if (levels.commit.has_value() || levels.stretch.has_value()) {
      violations.Add(absl::StrCat(prefix, levels.commit.has_value() ? "commit" : "stretch"),
                     "needs a target that is not the baseline");
    }
    return;
  }
  if (levels.commit.has_value()) {
    const double share = RawProgress(measure, *levels.commit);
    if (!(share > 0 && share <= 1)) {
      violations.Add(absl::StrCat(prefix, "commit"),
                     "must lie between the baseline and the target");
    }
  }
  if (levels.stretch.has_value() && !(RawProgress(measure, *levels.stretch) >= 1)) {
    violations.Add(absl::StrCat(prefix, "stretch"), "must lie beyond the target");
  }
}

Level LevelReached(const Measure& measure, const Levels& levels, double current) {
  if (!levels.commit.has_value() && !levels.stretch.has_value()) return Level::LEVEL_UNSPECIFIED;
  const bool down = measure.target < measure.baseline;
  const auto reaches = [down, current](double level) {
    return down ? current <= level : current >= level;
  };
  if (levels.stretch.has_value() && reaches(*levels.stretch)) return Level::STRETCH;
  if (reaches(measure.target)) return Level::TARGET;
  return levels.commit.has_value() && reaches(*levels.commit) ? Level::COMMIT : Level::BELOW_COMMIT;
}

double Clamp(double progress) { return std::clamp(progress, 0.0, 1.0); }

}  // namespace okapi::scoring
