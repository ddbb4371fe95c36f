#include "services/cli/terminal/drawing.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace okapi::cli {

std::string Bar(double share, int width) {
  const int full = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * width));
  std::string bar;
  for (int i = 0; i < width; ++i) bar += i < full ? "█" : "░";
  return bar;
}

std::string Sparkline(const std::vector<std::optional<double>>& numbers) {
  static constexpr const char* kSteps[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const auto& number : numbers) {
    if (!number.has_value()) continue;
    low = std::min(low, *number);
    high = std::max(high, *number);
  }
  std::string line;
  for (const auto& number : numbers) {
    if (!number.has_value()) {
      line += " ";
      continue;
    }
    const double share = high > low ? (*number - low) / (high - low) : 0.5;
    line += kSteps[static_cast<int>(std::lround(share * 7))];
  }
  return line;
}

}  // namespace okapi::cli
