#pragma once

#include "absl/time/time.h"

namespace okapi::api {

// How far the clock of whoever says when something was may be ahead of ours.
inline constexpr absl::Duration kClockTolerance = absl::Minutes(1);

}  // namespace okapi::api
