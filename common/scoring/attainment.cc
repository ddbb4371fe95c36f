#include "common/scoring/attainment.h"

#include "common/scoring/status.h"

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
  const bool open = input.elapsed < 1;
  const bool less_is_better = input.direction == Direction::DECREASE;
  if (input.target.has_value()) {
    result.due_target = input.additive ? *input.target * input.elapsed : *input.target;
  }
  if (!input.actual.has_value()) {
    result.status = Status::NO_DATA;
    return result;
  }
  if (!input.target.has_value()) return result;
  if (input.additive && input.elapsed <= 0) {
    result.status = Status::ON_TRACK;
    return result;
  }
  result.attainment = Ratio(*input.actual, *result.due_target, less_is_better);
  StatusInput verdict;
  verdict.ended = !open;
  verdict.expected = 1;
  verdict.progress = result.attainment;
  result.status = StatusOf(verdict);
  // In an open period the due part being attained is no more than being on track; reaching the
  // whole is more.
  if (open && result.status == Status::ACHIEVED) {
    const bool whole = !less_is_better && input.additive && *input.actual >= *input.target;
    if (!whole) result.status = Status::ON_TRACK;
  }
  return result;
}

}  // namespace okapi::scoring
