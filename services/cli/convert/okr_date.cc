#include "services/cli/convert/okr_date.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/text/calendar_words.h"
#include "common/text/fold.h"
#include "services/cli/convert/okr_text.h"

namespace okapi::cli {
namespace {

// How much of a text a problem shows.
constexpr size_t kShownDateMax = 40;

bool IsNumber(const std::string& word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

// A number of at most `digits` digits; -1 for anything else.
int NumberOf(const std::string& word, size_t digits) {
  int number = 0;
  return IsNumber(word) && word.size() <= digits && absl::SimpleAtoi(word, &number) ? number : -1;
}

// `2026`; 0 for anything else.
int YearOf(const std::string& word) {
  const int year = word.size() == 4 ? NumberOf(word, 4) : 0;
  return year >= 1900 && year <= 2999 ? year : 0;
}

std::vector<std::string> WordsOf(absl::string_view text) {
  return text::FoldedWords(text::Fold(text));
}

// Without a time behind it.
absl::string_view DayOnly(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  const bool iso = text.size() > 10 && (text[10] == 'T' || text[10] == 't') && text[4] == '-';
  if (iso) return text.substr(0, 10);
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos) return text;
  const size_t blank = text.substr(0, colon).rfind(' ');
  return blank == absl::string_view::npos ? text
                                          : absl::StripAsciiWhitespace(text.substr(0, blank));
}

struct Parts {
  int year = 0;
  int month = 0;
  int day = 0;
};

std::optional<absl::CivilDay> DayOf(const Parts& parts) {
  if (parts.month < 1 || parts.month > 12 || parts.day < 1) return std::nullopt;
  const absl::CivilDay day(parts.year, parts.month, parts.day);
  // A civil day brings the 30th of February into March.
  if (day.month() != parts.month) return std::nullopt;
  return day;
}

// `31 Jan 2026`, `January 31st, 2026`.
std::optional<Parts> WithMonthName(std::vector<std::string> words) {
  words.erase(std::remove(words.begin(), words.end(), "of"), words.end());
  if (words.size() != 3 || YearOf(words[2]) == 0) return std::nullopt;
  const int at = text::MonthNamed(words[0]) != 0 ? 0 : 1;
  const Parts parts{
      YearOf(words[2]), text::MonthNamed(words[static_cast<size_t>(at)]),
      NumberOf(std::string(text::WithoutOrdinal(words[static_cast<size_t>(1 - at)])), 2)};
  if (parts.month == 0 || parts.day < 0) return std::nullopt;
  return parts;
}

// `ngày 31 tháng 1 năm 2026`.
bool TakeVietnameseWords(std::vector<std::string>& words) {
  const size_t before = words.size();
  for (const char* word : {"ngay", "thang", "nam"}) {
    words.erase(std::remove(words.begin(), words.end(), word), words.end());
  }
  return words.size() != before;
}

// The two numbers of `03/04/2026` whose order is not said.
std::optional<std::array<int, 2>> SlashedNumbers(absl::string_view text) {
  text = DayOnly(text);
  const std::vector<std::string> words = WordsOf(text);
  if (words.size() != 3 || YearOf(words[2]) == 0 || text.find('.') != absl::string_view::npos) {
    return std::nullopt;
  }
  const std::array<int, 2> numbers = {NumberOf(words[0], 2), NumberOf(words[1], 2)};
  if (numbers[0] < 1 || numbers[1] < 1) return std::nullopt;
  return numbers;
}

OkrDate Slashed(absl::string_view text, std::array<int, 2> numbers, int year, DateOrder order) {
  const auto day_first = DayOf({year, numbers[1], numbers[0]});
  const auto month_first = DayOf({year, numbers[0], numbers[1]});
  if (!day_first.has_value() && !month_first.has_value()) {
    return {std::nullopt, absl::StrCat("'", text, "' is no day that exists")};
  }
  if (!month_first.has_value() || day_first == month_first) return {day_first, ""};
  if (!day_first.has_value()) return {month_first, ""};
  if (order == DateOrder::kDayFirst) return {day_first, ""};
  if (order == DateOrder::kMonthFirst) return {month_first, ""};
  return {std::nullopt,
          absl::StrCat("'", text, "' may be ", absl::FormatCivilTime(*day_first), " or ",
                       absl::FormatCivilTime(*month_first), ", and no other date tells which")};
}

OkrPeriod Months(int year, int month, int count) {
  const absl::CivilMonth first(year, month);
  return {absl::CivilDay(first), absl::CivilDay(first + count) - 1};
}

// `I` to `IV` as people write quarters.
int QuarterOf(const std::string& word) {
  static constexpr const char* kRoman[] = {"i", "ii", "iii", "iv"};
  const auto* roman = std::find(std::begin(kRoman), std::end(kRoman), word);
  if (roman != std::end(kRoman)) return static_cast<int>(roman - std::begin(kRoman)) + 1;
  const int number = NumberOf(word, 1);
  return number >= 1 && number <= 4 ? number : 0;
}

}  // namespace

DateOrder ReadDateOrder(const std::vector<absl::string_view>& dates) {
  bool day_first = false;
  bool month_first = false;
  for (const absl::string_view date : dates) {
    const auto numbers = SlashedNumbers(date);
    if (!numbers.has_value()) continue;
    day_first |= (*numbers)[0] > 12 && (*numbers)[1] <= 12;
    month_first |= (*numbers)[1] > 12 && (*numbers)[0] <= 12;
  }
  if (day_first == month_first) return DateOrder::kUnknown;
  return day_first ? DateOrder::kDayFirst : DateOrder::kMonthFirst;
}

OkrDate ReadOkrDate(absl::string_view text, DateOrder order) {
  const std::string shown = CutName(text, kShownDateMax);
  const absl::string_view day_text = DayOnly(text);
  if (const auto numbers = SlashedNumbers(text); numbers.has_value()) {
    return Slashed(shown, *numbers, YearOf(WordsOf(day_text)[2]), order);
  }
  std::vector<std::string> words = WordsOf(day_text);
  TakeVietnameseWords(words);
  std::optional<Parts> parts = WithMonthName(words);
  if (!parts.has_value() && words.size() == 3) {
    const size_t year_at = YearOf(words[0]) != 0 ? 0 : 2;
    parts = Parts{YearOf(words[year_at]), NumberOf(words[1], 2), NumberOf(words[2 - year_at], 2)};
  }
  if (!parts.has_value() || parts->year == 0 || parts->month < 0 || parts->day < 0) {
    const bool serial = IsNumber(std::string(day_text));
    return {std::nullopt, absl::StrCat("'", shown, "' is no date",
                                       serial ? ": a number of days, as spreadsheets keep it?" : "",
                                       "; write it like 2026-01-31")};
  }
  const auto day = DayOf(*parts);
  if (!day.has_value()) return {std::nullopt, absl::StrCat("'", shown, "' is no day that exists")};
  return {day, ""};
}

std::optional<OkrPeriod> ReadOkrPeriod(absl::string_view name) {
  std::vector<std::string> words = WordsOf(name);
  // The year stands at either end.
  if (words.empty() || words.size() > 4) return std::nullopt;
  if (words.size() == 1 && words[0].size() == 6 && YearOf(words[0].substr(0, 4)) != 0) {
    words = {words[0].substr(0, 4), words[0].substr(4)};  // 2026Q1
  }
  int year = YearOf(words.back());
  if (year != 0) {
    words.pop_back();
  } else {
    year = YearOf(words.front());
    words.erase(words.begin());
  }
  if (year == 0) return std::nullopt;
  if (!words.empty() && words.back() == "nam") words.pop_back();
  if (words.empty() || (words.size() == 1 && words[0] == "year")) return Months(year, 1, 12);
  std::string what = words[0];
  std::string number = words.size() == 2 ? words[1] : "";
  if (words.size() > 2) return std::nullopt;
  if (words.size() == 1 && what.size() == 2 && !IsNumber(what)) {  // Q1
    number = what.substr(1);
    what = what.substr(0, 1);
  }
  const bool quarter = what == "q" || what == "quarter" || what == "quy";
  const int half = NumberOf(number, 1);
  if (quarter && QuarterOf(number) != 0) return Months(year, 3 * QuarterOf(number) - 2, 3);
  if ((what == "h" || what == "half") && (half == 1 || half == 2))
    return Months(year, 6 * half - 5, 6);
  const int month = what == "thang"  ? NumberOf(number, 2)
                    : number.empty() ? text::MonthNamed(what)
                                     : 0;
  const int only = number.empty() ? NumberOf(what, 2) : 0;  // 2026-03
  if (month >= 1 && month <= 12) return Months(year, month, 1);
  if (only >= 1 && only <= 12) return Months(year, only, 1);
  return std::nullopt;
}

}  // namespace okapi::cli
