#pragma once

#include <vector>

#include "services/goals/wording/tokens.h"

namespace okapi::goals {

// The quantities of a text, in digits or words, each with its sign of percent or money: "$1,000",
// "20 %", "gấp đôi", "10x". Not what is only called by a number: years and dates, B2B, Q3, 24/7,
// 360°, ISO 27001.
std::vector<Span> NumbersIn(const Text& text);

// Whether one of these numbers of the text is a level to be reached or kept: a percentage, or
// "below 2", "from 30 to 50". Then the text says a state, whatever verb it begins with.
bool SaysLevel(const Text& text, const std::vector<Span>& numbers);

}  // namespace okapi::goals
