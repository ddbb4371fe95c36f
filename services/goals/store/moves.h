#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "absl/time/time.h"

namespace okapi::goals {

// The key results whose value a write moved, or whose history, and since when the history is
// another one. InfiniteFuture: it is not, as when a value is stale now, or when whoever moved it
// brings its history along.
using Moves = std::map<std::string, absl::Time>;

inline void AddMove(const std::string& key_result, absl::Time since, Moves& moves) {
  const auto known = moves.emplace(key_result, since).first;
  known->second = std::min(known->second, since);
}

}  // namespace okapi::goals
