#pragma once

#include <optional>
#include <string>
#include <vector>

#include "okapi/common/v1/unit.pb.h"

// Numbers as people read them.
namespace okapi::cli {

// In its unit: $100,000; 1,250.50 EUR; 8.4 %; 2 d 4 h; 1,234. Large numbers are rounded.
std::string Quantity(double value, const okapi::common::v1::Unit& unit);
// A fraction as percent, without decimals: 96 %.
std::string Percent(double fraction);
// Thousands separators, at most `decimals` decimals, none at the end that are zero.
std::string Number(double value, int decimals);

// A bar for a share from 0 to 1: ██████░░░░.
std::string Bar(double share, int width);
// One character per number, from the lowest to the highest; a blank where there is none.
std::string Sparkline(const std::vector<std::optional<double>>& numbers);

}  // namespace okapi::cli
