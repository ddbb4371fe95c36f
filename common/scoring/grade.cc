#include "common/scoring/grade.h"

namespace okapi::scoring {
namespace {

using okapi::common::v1::GradeBand;

constexpr double kBorderWidth = 1e-9;

}  // namespace

bool Meets(double score, double expected) { return score >= expected - kBorderWidth; }

GradeBand BandOf(double score) {
  if (Meets(score, kGreenScore)) return GradeBand::GREEN;
  return Meets(score, kAmberScore) ? GradeBand::AMBER : GradeBand::RED;
}

}  // namespace okapi::scoring
