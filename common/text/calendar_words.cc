#include "common/text/calendar_words.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace okapi::text {
namespace {

constexpr std::array<absl::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

bool IsNumber(absl::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

}  // namespace

std::string MonthName(int month, Notation notation) {
  if (notation == Notation::kVietnamese) return absl::StrCat("Tháng ", month);
  return std::string(kMonths[static_cast<size_t>(std::clamp(month, 1, 12) - 1)]);
}

std::string QuarterName(int quarter, Notation notation) {
  return absl::StrCat(notation == Notation::kVietnamese ? "Quý " : "Q", quarter);
}

std::string SeasonName(int place, int month, bool quarter, Notation notation) {
  if (quarter) return QuarterName(place, notation);
  if (month > 0) return MonthName(month, notation);
  return absl::StrCat("P", place);
}

int MonthNamed(absl::string_view word) {
  for (size_t i = 0; i < kMonths.size(); ++i) {
    const std::string month = absl::AsciiStrToLower(kMonths[i]);
    const bool short_september = i == 8 && word == "sept";
    if (word == month || word == absl::string_view(month).substr(0, 3) || short_september) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

absl::string_view WithoutOrdinal(absl::string_view word) {
  if (word.size() <= 2) return word;
  const absl::string_view number = word.substr(0, word.size() - 2);
  for (const absl::string_view ending : {"st", "nd", "rd", "th"}) {
    if (absl::EndsWith(word, ending) && IsNumber(number)) return number;
  }
  return word;
}

}  // namespace okapi::text
