#pragma once

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace okapi::goals {

// One value of a key result's history.
struct DatedValue {
  absl::Time time;  // When it was measured.
  double value = 0;
};

// The day that a history counts a value to: one where the organization is, as its KPIs have it. By
// days of another zone the last values of two days could be of one, and the other be lost.
inline absl::CivilDay DayOf(absl::Time time, const absl::TimeZone& zone) {
  return absl::ToCivilDay(time, zone);
}

}  // namespace okapi::goals
