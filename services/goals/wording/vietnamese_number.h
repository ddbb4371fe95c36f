#pragma once

#include <cstddef>

#include "services/goals/wording/tokens.h"

namespace okapi::goals {

// How many tokens from `at`, which may be behind the last, on are a Vietnamese number in words,
// from ten up: `mười`, `hai mươi lăm`, `một nghìn hai trăm`, `ba tỷ`; and what is said of percents,
// `năm phần trăm` without its sign. 0 if none is. Below ten the words are too many other things: a
// year (`năm`), a father
// (`ba`), an article (`một`). Two words or more are understood without accents too.
size_t VietnameseNumberAt(const Text& text, size_t at);

}  // namespace okapi::goals
