#include "common/scoring/grade.h"

namespace okapi::scoring {
namespace {

using okapi::common::v1::GradeBand;

constexpr double kBorderWidth = 1e-9;
constexpr double kAmber = 0.4;
constexpr double kGreen = 0.7;

}  // namespace

bool Meets(double score, double expected) { return score >= expected - kBorderWidth; }

GradeBand BandOf(double score) {
  if (Meets(score, kGreen)) return GradeBand::GREEN;
  return Meets(score, kAmber) ? GradeBand::AMBER : GradeBand::RED;
}

}  // namespace okapi::scoring
