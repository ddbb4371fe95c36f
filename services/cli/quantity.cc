#include "services/cli/quantity.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace okapi::cli {
namespace {

using okapi::common::v1::Unit;

std::string Money(double value, const std::string& code) {
  const int decimals = std::abs(value) >= 10'000 || value == std::round(value) ? 0 : 2;
  // All cents or none: $0.50, not $0.5.
  std::string number = absl::StrFormat("%.*f", decimals, std::abs(value));
  const size_t point = std::min(number.find('.'), number.size());
  for (size_t at = point; at > 3; at -= 3) number.insert(at - 3, ",");
  const char* sign = value < 0 ? "-" : "";
  if (code == "USD") return absl::StrCat(sign, "$", number);
  return absl::StrCat(sign, number, " ", code);
}

std::string Duration(double seconds) {
  const char* sign = seconds < 0 ? "-" : "";
  seconds = std::abs(seconds);
  if (seconds < 120) return absl::StrCat(sign, Number(seconds, 1), " s");
  const auto minutes = static_cast<int64_t>(std::round(seconds / 60));
  if (minutes < 120) return absl::StrCat(sign, minutes, " min");
  if (minutes < 48 * 60) return absl::StrCat(sign, minutes / 60, " h ", minutes % 60, " min");
  return absl::StrCat(sign, minutes / 1440, " d ", minutes % 1440 / 60, " h");
}

}  // namespace

std::string Number(double value, int decimals) {
  if (std::abs(value) >= 1e15) return absl::StrFormat("%g", value);
  std::string number = absl::StrFormat("%.*f", decimals, std::abs(value));
  if (number.find('.') != std::string::npos) {
    number.erase(number.find_last_not_of('0') + 1);
    if (number.back() == '.') number.pop_back();
  }
  const size_t point = std::min(number.find('.'), number.size());
  for (size_t at = point; at > 3; at -= 3) number.insert(at - 3, ",");
  const bool negative = value < 0 && number != "0";
  return absl::StrCat(negative ? "-" : "", number);
}

std::string Quantity(double value, const Unit& unit) {
  switch (unit.kind_case()) {
    case Unit::kCurrencyCode:
      return Money(value, unit.currency_code());
    case Unit::kPercent:
      return absl::StrCat(Number(100 * value, 1), " %");
    case Unit::kDuration:
      return Duration(value);
    case Unit::kCountOf:
    case Unit::kPoints:
    case Unit::KIND_NOT_SET:
      return Number(value, std::abs(value) >= 1000 ? 0 : std::abs(value) >= 1 ? 2 : 4);
  }
  return Number(value, 2);
}

std::string Percent(double fraction) { return absl::StrCat(Number(100 * fraction, 0), " %"); }

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
