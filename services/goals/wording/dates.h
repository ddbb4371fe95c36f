#pragma once

#include <cstddef>

#include "services/goals/wording/tokens.h"

namespace okapi::goals {

// How many tokens from `at` on are a date with its month in words, and with its year if that is
// said: `1 March`, `March 1st, 2027`, `1st of March`, `ngày 1 tháng 3 năm 2027`. 0 if none is.
size_t DateAt(const Text& text, size_t at);

}  // namespace okapi::goals
