#include "common/scoring/attainment.h"

#include "common/scoring/border.h"

namespace okapi::scoring {
namespace {

using okapi::common::v1::Direction;

double Ratio(double actual, double due, bool less_is_better) {
  if (due <= 0) {
    const bool met = less_is_better ? actual <= due : actual >= due;
    return met ? 1 : 0;
  }
  return less_is_better ? 2 - actual / due : actual / due;
}

// How much of what is due is attained. Precondition: there are a number and a target.
double AttainmentOf(const AttainmentInput& input, const Attainment& judged) {
  const double actual = *input.actual;
  if (input.direction != Direction::WITHIN) {
    return Ratio(actual, *judged.due_target, input.direction == Direction::DECREASE);
  }
  if (actual < *judged.due_target) return Ratio(actual, *judged.due_target, false);
  const bool above = judged.due_target_max.has_value() && actual > *judged.due_target_max;
  return above ? Ratio(actual, *judged.due_target_max, true) : 1;
}

// What is due of the target or of one end of it.
std::optional<double> DueOf(const AttainmentInput& input, std::optional<double> target,
                            std::optional<double> by_curve) {
  if (!target.has_value() || !input.additive) return target;
  return by_curve.value_or(*target * input.elapsed);
}

// The whole target is reached for good, if amounts are not negative.
bool IsWhole(const AttainmentInput& input) {
  return input.direction == Direction::INCREASE && input.additive && *input.target > 0 &&
         *input.actual >= *input.target;
}

// What the number is not to exceed is exceeded for good, if amounts are not negative.
bool IsBeyond(const AttainmentInput& input) {
  const bool within = input.direction == Direction::WITHIN;
  if (!input.additive || !(within || input.direction == Direction::DECREASE)) return false;
  if (within && *input.target < 0) return false;
  const std::optional<double> most = within ? input.target_max : input.target;
  return most.has_value() && *most > 0 && Ratio(*input.actual, *most, true) < 1 - kBorderWidth;
}

// There is something to reach, but the curve begins later.
bool IsDueLater(const AttainmentInput& input) {
  const bool any = *input.target != 0 || input.target_max.value_or(0) != 0;
  return any && input.elapsed < 1 && input.due_target == 0.0 &&
         input.due_target_max.value_or(0) == 0;
}

}  // namespace

Attainment Attain(const AttainmentInput& input) {
  Attainment result;
  const bool open = input.elapsed < 1 || !input.settled;
  result.due_target = DueOf(input, input.target, input.due_target);
  result.due_target_max = DueOf(input, input.target_max, input.due_target_max);
  if (!input.actual.has_value()) {
    result.status = Status::NO_DATA;
    return result;
  }
  if (!input.target.has_value()) return result;
  const bool whole = IsWhole(input);
  const bool beyond = IsBeyond(input);
  const bool due_later = IsDueLater(input) && !whole && !beyond;
  if (input.additive && (input.elapsed <= 0 || due_later)) {
    result.status = Status::ON_TRACK;
    return result;
  }
  result.attainment = AttainmentOf(input, result);
  StatusInput verdict;
  verdict.ended = !open || beyond;
  verdict.expected = 1;
  verdict.progress = result.attainment;
  verdict.on_track = input.on_track;
  verdict.at_risk = input.at_risk;
  result.status = StatusOf(verdict);
  // In an open period the due part being attained is no more than being on track; reaching the
  // whole is more.
  if (open && result.status == Status::ACHIEVED && !whole) result.status = Status::ON_TRACK;
  return result;
}

}  // namespace okapi::scoring
