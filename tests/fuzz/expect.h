#pragma once

#include <cstdio>
#include <cstdlib>

namespace okapi::fuzz {

// Ends the process with the property that does not hold; libFuzzer keeps the input.
inline void Expect(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", property);
  std::abort();
}

}  // namespace okapi::fuzz
