#pragma once

#include <string>

#include "common/text/quantity.h"

namespace okapi::text {

// A month of the calendar, 1 to 12: April, Tháng 4.
std::string MonthName(int month, Notation notation);
// A quarter of the year, 1 to 4: Q1, Quý 1.
std::string QuarterName(int quarter, Notation notation);

}  // namespace okapi::text
