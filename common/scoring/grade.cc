#include "common/scoring/grade.h"

#include "common/scoring/border.h"

namespace okapi::scoring {

using okapi::common::v1::GradeBand;

bool Meets(double score, double expected) { return score >= expected - kBorderWidth; }

GradeBand BandOf(double score) {
  if (Meets(score, kGreenScore)) return GradeBand::GREEN;
  return Meets(score, kAmberScore) ? GradeBand::AMBER : GradeBand::RED;
}

}  // namespace okapi::scoring
