#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace okapi::cli {

// What comes first in dates such as 03/04/2026.
enum class DateOrder { kUnknown, kDayFirst, kMonthFirst };

// As the dates of a file show that can only be read one way; kUnknown if none does, or if they
// contradict each other.
DateOrder ReadDateOrder(const std::vector<absl::string_view>& dates);

struct OkrDate {
  std::optional<absl::CivilDay> day;
  // Why there is none, for people.
  std::string problem;
};

// Reads a day as tables have it: 2026-01-31, 31.01.2026, 31/01/2026, Jan 31, 2026, 31 tháng 1 năm
// 2026, each with a time behind it or without. Years have four digits.
OkrDate ReadOkrDate(absl::string_view text, DateOrder order);

// The first and the last day of a span of time.
struct OkrPeriod {
  absl::CivilDay first;
  absl::CivilDay last;
};

// Reads the name of a cycle that says its days: Q1 2026, 2026-Q1, Quý I/2026, H2 2026, Tháng
// 3/2026, March 2026, 2026, Năm 2026. Nothing for any other, such as a fiscal year.
std::optional<OkrPeriod> ReadOkrPeriod(absl::string_view name);

}  // namespace okapi::cli
