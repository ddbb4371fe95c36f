#pragma once

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace okapi::goals {

// One value of a key result's history.
struct DatedValue {
  absl::Time time;  // When it was measured.
  double value = 0;
};

// The day that a history counts a value to: one in UTC, so that a history needs no time zone.
inline absl::CivilDay DayOf(absl::Time time) { return absl::ToCivilDay(time, absl::UTCTimeZone()); }

}  // namespace okapi::goals
