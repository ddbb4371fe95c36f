#include "services/goals/insights/explanation_guard.h"

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/timestamp.h"
#include "common/text/quantity.h"
#include "services/goals/insights/explanation_inputs.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::Explanation;
using okapi::goals::v1::Guard;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KeyResultGrade;

// What breaches do not add up to is more than rounding.
constexpr double kRestMin = 1e-9;

std::string GuardText(const Guard& guard) {
  if (!guard.has_value()) {
    return absl::StrCat("guard: no value of ", guard.kpi_source().kpi(), " is known");
  }
  return absl::StrCat(
      guard.broken() ? "guard broken: " : "guard kept: ", text::ExactNumber(guard.value()), " of ",
      guard.kpi_source().kpi(), guard.broken() ? " is out of" : " is within", " its bounds");
}

std::string BoundsText(const okapi::goals::v1::Range& range) {
  std::string text;
  if (range.has_min()) {
    absl::StrAppend(&text, range.strict() ? "above " : "at least ", text::ExactNumber(range.min()));
  }
  if (range.has_max()) {
    absl::StrAppend(&text, text.empty() ? "" : " and ", range.strict() ? "below " : "at most ",
                    text::ExactNumber(range.max()));
  }
  return text;
}

std::string BreachText(const Guard::Breach& breach, bool closed) {
  std::string until = closed ? " until it was closed" : " on";
  if (breach.has_end_time())
    until = absl::StrCat(" to ", TimeText(api::FromTimestamp(breach.end_time())));
  const double made = breach.progress();
  return absl::StrCat("of that ", text::ExactNumber(made), " from ",
                      TimeText(api::FromTimestamp(breach.start_time())), until, ", while ",
                      breach.kpi(), " was at ", text::ExactNumber(breach.worst_value()),
                      " at worst and was to be ", BoundsText(breach.range()));
}

void AddWhileBroken(double progress, const Guard& guard, bool closed, Explanation& explanation) {
  if (!(progress > 0)) return;
  explanation.add_steps(
      absl::StrCat("progress while the guard was broken = ", text::ExactNumber(progress),
                   " of the raw: what it gained by every move of its value while its guard was "
                   "known to be out of bounds, "
                   "less what it fell back then; it counts all the same"));
  double rest = progress;
  for (const auto& breach : guard.breaches()) {
    rest -= breach.progress();
    if (breach.progress() != 0) explanation.add_steps(BreachText(breach, closed));
  }
  if (std::abs(rest) <= kRestMin) return;
  explanation.add_steps(
      absl::StrCat("of that ", text::ExactNumber(rest), " before, at times that are not kept"));
}

}  // namespace

void AddGuardSteps(const KeyResult& key_result, Explanation& explanation) {
  if (!key_result.has_guard()) return;
  const Guard& guard = key_result.guard();
  explanation.add_steps(GuardText(guard));
  AddWhileBroken(guard.progress_while_broken(), guard, /*closed=*/false, explanation);
}

void AddGuardStepsAtClosing(const KeyResult& key_result, const KeyResultGrade& grade,
                            Explanation& explanation) {
  const Guard& guard = key_result.guard();
  if (grade.progress().guard_broken()) {
    explanation.add_steps(absl::StrCat("guard broken: ", guard.kpi_source().kpi(),
                                       " was out of its bounds when it was closed"));
  }
  AddWhileBroken(grade.progress_while_guard_broken(), guard, /*closed=*/true, explanation);
}

}  // namespace okapi::goals
