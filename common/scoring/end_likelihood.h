#pragma once

#include <optional>

#include "common/scoring/key_result.h"

namespace okapi::scoring {

// How likely a forecast's aim holds at the end. The rules are those of forecast.h.

bool HasBound(const Range& aim);

// What is still open of the aim of a number that can only grow and is at `reached` already; nullopt
// when it can't hold any more.
std::optional<Range> StillOpen(Range aim, double reached);

// By the logistic distribution with a tenth beyond value - width and a tenth beyond value + width.
double EndLikelihood(const Range& aim, double value, double width);

// Never surer than n points allow: from 1 / (n + 2) to (n + 1) / (n + 2).
double SoberLikelihood(double likelihood, double points);

}  // namespace okapi::scoring
