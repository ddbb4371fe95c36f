#include "common/text/quantity.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace okapi::text {
namespace {

using okapi::common::v1::Unit;

// To so many decimals, and what lies in the middle away from zero, as people round: 0.625 is 0.63,
// where printf says 0.62. A number that is a half but for what doubles cannot say, such as 1.005,
// is one; of large numbers, where they cannot say much, only what lies close to it.
double Rounded(double value, int decimals) {
  const double scale = std::pow(10, decimals);
  const double scaled = value * scale;
  // There are no such decimals any more.
  if (std::abs(scaled) >= 1e15) return value;
  constexpr double kNoise = 4 * std::numeric_limits<double>::epsilon();
  constexpr double kNoiseMax = 0.05;
  const double size = std::abs(scaled);
  const double rounded = std::round(size + std::min(kNoise * size, kNoiseMax));
  return std::copysign(rounded / scale, value);
}

// The number rounded, without its sign.
std::string Digits(double value, int decimals) {
  return absl::StrFormat("%.*f", decimals, std::abs(Rounded(value, decimals)));
}

// Digits as they are printed, with thousands separators.
std::string Separated(std::string digits) {
  const size_t point = std::min(digits.find('.'), digits.size());
  for (size_t at = point; at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

// "-" before digits that are not all zero: what is rounded to zero has no sign.
const char* Sign(double value, const std::string& digits) {
  return value < 0 && digits.find_first_not_of("0.") != std::string::npos ? "-" : "";
}

std::string EnglishNumber(double value, int decimals) {
  if (std::abs(value) >= 1e15) return absl::StrFormat("%g", value);
  std::string digits = Digits(value, decimals);
  if (digits.find('.') != std::string::npos) {
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
  }
  return absl::StrCat(Sign(value, digits), Separated(digits));
}

std::string Money(double value, const std::string& code) {
  const bool whole = !HasCents(code) || std::abs(value) >= 10'000 || value == std::round(value);
  // All cents or none: $0.50, not $0.5.
  const std::string digits = Digits(value, whole ? 0 : 2);
  const std::string number = Separated(digits);
  if (code == "USD") return absl::StrCat(Sign(value, digits), "$", number);
  return absl::StrCat(Sign(value, digits), number, " ", code);
}

// "3 h 5 min"; nothing of the smaller unit where there is none of it.
std::string TwoUnits(int64_t value, const char* unit, int64_t rest, const char* rest_unit) {
  const std::string whole = absl::StrCat(value, " ", unit);
  return rest == 0 ? whole : absl::StrCat(whole, " ", rest, " ", rest_unit);
}

// What units of time are called.
struct TimeUnits {
  const char* seconds;
  const char* minutes;
  const char* hours;
  const char* days;
};
constexpr TimeUnits kEnglishUnits = {"s", "min", "h", "d"};
constexpr TimeUnits kVietnameseUnits = {"giây", "phút", "giờ", "ngày"};

// With English numbers.
std::string DurationIn(const TimeUnits& units, double seconds) {
  const char* sign = seconds < 0 ? "-" : "";
  seconds = std::abs(seconds);
  if (seconds < 120) return absl::StrCat(sign, EnglishNumber(seconds, 1), " ", units.seconds);
  const auto minutes = static_cast<int64_t>(std::round(seconds / 60));
  if (minutes < 120) return absl::StrCat(sign, minutes, " ", units.minutes);
  if (minutes < 48 * 60) {
    return sign + TwoUnits(minutes / 60, units.hours, minutes % 60, units.minutes);
  }
  return sign + TwoUnits(minutes / 1440, units.days, minutes % 1440 / 60, units.hours);
}

// From the English notation to another one.
std::string In(Notation notation, std::string english) {
  if (notation == Notation::kEnglish) return english;
  for (char& character : english) {
    if (character == ',') {
      character = '.';
    } else if (character == '.') {
      character = ',';
    }
  }
  return english;
}

std::string EnglishQuantity(double value, const Unit& unit) {
  switch (unit.kind_case()) {
    case Unit::kCurrencyCode:
      return Money(value, unit.currency_code());
    case Unit::kPercent:
      return absl::StrCat(EnglishNumber(100 * value, 1), " %");
    case Unit::kDuration:  // Its words are of a language, too.
    case Unit::kCountOf:
    case Unit::kPoints:
    case Unit::KIND_NOT_SET:
      return EnglishNumber(value, std::abs(value) >= 1000 ? 0 : std::abs(value) >= 1 ? 2 : 4);
  }
  return EnglishNumber(value, 2);
}

}  // namespace

Notation NotationOf(absl::string_view language) {
  return language == "vi" ? Notation::kVietnamese : Notation::kEnglish;
}

std::string ExactNumber(double value) {
  for (int digits = 6; digits < 17; ++digits) {
    std::string text = absl::StrFormat("%.*g", digits, value);
    double back = 0;
    if (absl::SimpleAtod(text, &back) && back == value) return text;
  }
  return absl::StrFormat("%.17g", value);
}

std::string Operand(double value) {
  return value < 0 ? absl::StrCat("(", ExactNumber(value), ")") : ExactNumber(value);
}

bool HasCents(const std::string& currency_code) {
  static constexpr const char* kWhole[] = {"CLP", "IDR", "ISK", "JPY", "KRW", "VND"};
  return std::find(std::begin(kWhole), std::end(kWhole), currency_code) == std::end(kWhole);
}

std::string Number(double value, int decimals, Notation notation) {
  return In(notation, EnglishNumber(value, decimals));
}

std::string Quantity(double value, const Unit& unit, Notation notation) {
  if (unit.kind_case() == Unit::kDuration) return Duration(value, notation);
  return In(notation, EnglishQuantity(value, unit));
}

std::string QuantityRange(double min, double max, const Unit& unit, Notation notation) {
  return absl::StrCat(Quantity(min, unit, notation),
                      notation == Notation::kVietnamese ? " đến " : " to ",
                      Quantity(max, unit, notation));
}

std::string Duration(double seconds, Notation notation) {
  const bool vietnamese = notation == Notation::kVietnamese;
  return In(notation, DurationIn(vietnamese ? kVietnameseUnits : kEnglishUnits, seconds));
}

std::string Percent(double fraction, Notation notation) {
  return absl::StrCat(Number(100 * fraction, 0, notation), " %");
}

}  // namespace okapi::text
