#include "common/scoring/end_likelihood.h"

#include <algorithm>
#include <cmath>

#include "common/scoring/border.h"

namespace okapi::scoring {
namespace {

// The probability of an end below `bound`.
double Below(double bound, double value, double width) {
  return 1 / (1 + std::pow(9.0, (value - bound) / width));
}

}  // namespace

bool HasBound(const Range& aim) { return aim.min.has_value() || aim.max.has_value(); }

std::optional<Range> StillOpen(Range aim, double reached) {
  if (RangeProgress({std::nullopt, aim.max, aim.strict}, reached) == 0) return std::nullopt;
  if (aim.min.has_value() && RangeProgress({aim.min, std::nullopt, aim.strict}, reached) == 1) {
    aim.min.reset();
  }
  return aim;
}

double EndLikelihood(const Range& aim, double value, double width) {
  const double margin = kBorderWidth * std::max(1.0, std::abs(value));
  if (width <= margin) {
    const bool below = aim.min.has_value() && value < *aim.min - margin;
    const bool above = aim.max.has_value() && value > *aim.max + margin;
    return below || above ? 0 : 1;
  }
  const double below_max = aim.max.has_value() ? Below(*aim.max, value, width) : 1;
  return below_max - (aim.min.has_value() ? Below(*aim.min, value, width) : 0);
}

double SoberLikelihood(double likelihood, double points) {
  return std::clamp(likelihood, 1 / (points + 2), (points + 1) / (points + 2));
}

}  // namespace okapi::scoring
