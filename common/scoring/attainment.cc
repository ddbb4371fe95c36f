#include "common/scoring/attainment.h"

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

}  // namespace

Attainment Attain(const AttainmentInput& input) {
  Attainment result;
  const bool open = input.elapsed < 1 || !input.settled;
  const bool less_is_better = input.direction == Direction::DECREASE;
  if (input.target.has_value()) {
    result.due_target =
        input.additive ? input.due_target.value_or(*input.target * input.elapsed) : *input.target;
  }
  if (!input.actual.has_value()) {
    result.status = Status::NO_DATA;
    return result;
  }
  if (!input.target.has_value()) return result;
  // Reached for good, if amounts are not negative.
  const bool whole = !less_is_better && input.additive && *input.actual >= *input.target;
  const bool due_later = input.due_target == 0.0 && *input.target > 0 && input.elapsed < 1;
  if (input.additive && (input.elapsed <= 0 || (due_later && !whole))) {
    result.status = Status::ON_TRACK;
    return result;
  }
  result.attainment = Ratio(*input.actual, *result.due_target, less_is_better);
  StatusInput verdict;
  verdict.ended = !open;
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
