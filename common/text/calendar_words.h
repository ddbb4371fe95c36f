#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "common/text/quantity.h"

// What the parts of a year are called.
namespace okapi::text {

// A month of the calendar, 1 to 12: April, Tháng 4.
std::string MonthName(int month, Notation notation);
// A quarter of the year, 1 to 4: Q1, Quý 1.
std::string QuarterName(int quarter, Notation notation);
// A place in a year by which seasons are counted: a quarter; a month by its name, for a fiscal year
// begins anywhere; of a retail year, which has none (`month` 0), the place, as in ids: P4.
std::string SeasonName(int place, int month, bool quarter, Notation notation);

// 1 to 12 for the English name of a month in lower case, or its beginning as people write it:
// `march`, `mar`, `sept`; 0 for anything else.
int MonthNamed(absl::string_view word);
// `31` of `31st`, in lower case; any other word as it is.
absl::string_view WithoutOrdinal(absl::string_view word);

}  // namespace okapi::text
