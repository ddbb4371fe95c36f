#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "absl/time/time.h"

namespace okapi::goals {

// Where what moves key results comes from. What is brought from elsewhere is no progress of now,
// and neither is what a definition changes, or a grade keeps or lets go.
enum class MoveOrigin { kHere, kElsewhere };

// The key results whose value a write moved, or whose history, and since when the history is
// another one. InfiniteFuture: it is not, as when a value is stale now.
using Moves = std::map<std::string, absl::Time>;

inline void AddMove(const std::string& key_result, absl::Time since, Moves& moves) {
  const auto known = moves.emplace(key_result, since).first;
  known->second = std::min(known->second, since);
}

}  // namespace okapi::goals
