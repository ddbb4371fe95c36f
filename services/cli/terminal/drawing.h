#pragma once

#include <optional>
#include <string>
#include <vector>

// Numbers drawn with characters.
namespace okapi::cli {

// A bar for a share from 0 to 1: ██████░░░░.
std::string Bar(double share, int width);
// One character per number, from the lowest to the highest; a blank where there is none.
std::string Sparkline(const std::vector<std::optional<double>>& numbers);

}  // namespace okapi::cli
