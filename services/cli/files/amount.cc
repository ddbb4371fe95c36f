#include "services/cli/files/amount.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/text/fold.h"
#include "services/cli/files/decimal.h"

namespace okapi::cli {
namespace {

constexpr size_t kAmountBytesMax = 80;
constexpr size_t kCountedBytesMax = 40;

// Words as they are when folded.
struct Currency {
  const char* word;
  const char* code;
};
constexpr Currency kCurrencies[] = {
    {"$", "USD"},    {"us$", "USD"},   {"usd", "USD"},    {"dollar", "USD"}, {"dollars", "USD"},
    {"€", "EUR"},    {"eur", "EUR"},   {"euro", "EUR"},   {"euros", "EUR"},  {"£", "GBP"},
    {"gbp", "GBP"},  {"pound", "GBP"}, {"pounds", "GBP"}, {"₫", "VND"},      {"vnd", "VND"},
    {"dong", "VND"}, {"d", "VND"},     {"¥", "JPY"},      {"jpy", "JPY"},    {"yen", "JPY"},
    {"cny", "CNY"},  {"sgd", "SGD"},   {"aud", "AUD"},    {"cad", "CAD"},    {"chf", "CHF"},
    {"inr", "INR"},  {"₹", "INR"},     {"rupee", "INR"},  {"rupees", "INR"}, {"krw", "KRW"},
    {"thb", "THB"},  {"idr", "IDR"},   {"myr", "MYR"},    {"php", "PHP"},    {"brl", "BRL"},
};

struct Scale {
  const char* word;
  int power;
};
constexpr Scale kScales[] = {
    {"k", 3},  {"thousand", 3}, {"thousands", 3}, {"nghin", 3},    {"ngan", 3}, {"m", 6},
    {"mn", 6}, {"mio", 6},      {"million", 6},   {"millions", 6}, {"tr", 6},   {"trieu", 6},
    {"bn", 9}, {"b", 9},        {"billion", 9},   {"billions", 9}, {"ty", 9},   {"ti", 9},
};

// Signs that stand at a number without a blank.
constexpr const char* kSigns[] = {"US$", "$", "€", "£", "₫", "¥", "₹"};

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

// How many digits `text` begins with.
size_t DigitsAt(absl::string_view text) {
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), IsDigit) - text.begin());
}

// Takes the digits that `text` begins with, marks in them and blanks between thousands too.
std::string TakeDigits(absl::string_view& text) {
  std::string digits;
  while (!text.empty()) {
    const bool blank = text[0] == ' ' || text[0] == '\'';
    const bool parts = !digits.empty() && IsDigit(digits.back()) && DigitsAt(text.substr(1)) == 3;
    if (blank && !parts) break;
    if (!blank && !IsDigit(text[0]) && text[0] != '.' && text[0] != ',') break;
    if (!blank) digits.push_back(text[0]);
    text.remove_prefix(1);
  }
  return digits;
}

// Whether marks stand where they stand in numbers: 1,234,567.8, and not as in 31.12.2026.
bool HasThousands(const std::string& digits) {
  const size_t last = digits.find_last_of(".,");
  if (last == std::string::npos || last == digits.find_first_of(".,")) return true;
  const char first_mark = digits[digits.find_first_of(".,")];
  const bool mixed = digits[last] != first_mark;
  const std::vector<std::string> groups =
      absl::StrSplit(mixed ? digits.substr(0, last) : digits, first_mark);
  if (groups[0].empty() || groups[0].size() > 3) return false;
  return std::all_of(groups.begin() + 1, groups.end(), [](const std::string& group) {
    return group.size() == 3 && DigitsAt(group) == 3;
  });
}

// `.5` is written for 0.5.
void AddZero(std::string& digits) {
  const bool bare = digits.size() > 1 && !IsDigit(digits[0]) &&
                    DigitsAt(absl::string_view(digits).substr(1)) == digits.size() - 1;
  if (bare) digits.insert(0, 1, '0');
}

// Whether a single mark may be that of thousands or of decimals, as in 1.125. In 1234.567 and 0.125
// it stands where none of thousands does.
bool IsDoubtful(absl::string_view digits) {
  absl::ConsumePrefix(&digits, "-");
  const size_t mark = digits.find_first_of(".,");
  if (mark == absl::string_view::npos || mark != digits.find_last_of(".,")) return false;
  return mark >= 1 && mark <= 3 && digits[0] != '0' && digits.size() - mark == 4;
}

bool TakeSign(absl::string_view& text, Amount& amount) {
  for (const char* sign : kSigns) {
    if (absl::ConsumePrefix(&text, sign)) return TakeSuffix(sign, amount);
  }
  return false;
}

// `USD 100`.
void TakeCode(absl::string_view& text, Amount& amount) {
  const size_t end = text.find(' ');
  if (end != 3 || !TakeSuffix(text.substr(0, end), amount)) return;
  text.remove_prefix(end + 1);
}

bool IsLetters(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalpha(static_cast<unsigned char>(c)) || (c & 0x80) != 0 || c == ' ';
  });
}

// What stands behind the digits.
bool TakeRest(absl::string_view rest, Amount& amount) {
  while (!(rest = absl::StripLeadingAsciiWhitespace(rest)).empty()) {
    if (TakeSign(rest, amount)) continue;
    const bool percent = rest[0] == '%';
    const size_t end = percent ? 1 : std::min(rest.find_first_of(" %"), rest.size());
    if (!TakeSuffix(rest.substr(0, end), amount)) break;
    rest.remove_prefix(end);
  }
  rest = absl::StripTrailingAsciiWhitespace(rest);
  if (rest.empty()) return true;
  if (!IsLetters(rest) || rest.size() > kCountedBytesMax) return false;
  amount.counted = std::string(rest);
  return !amount.percent && amount.currency.empty();
}

// What is no digit, mark or word but looks like one.
std::string Plain(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"\u00a0", " "}, {"\u202f", " "}, {"\u2009", " "}, {"\u2212", "-"}, {"\u2019", "'"}});
}

// What the marks of a number that can only be read one way say: which of them is the decimals'.
DecimalMark MarkOf(const std::string& digits) {
  const size_t last = digits.find_last_of(".,");
  if (last == std::string::npos || last + 1 == digits.size() || !HasThousands(digits)) {
    return DecimalMark::kUnknown;
  }
  const size_t first = digits.find_first_of(".,");
  const bool mixed = digits[first] != digits[last];
  const bool repeated = !mixed && first != last;
  if (IsDoubtful(digits)) return DecimalMark::kUnknown;
  const bool is_point = (digits[last] == '.') != repeated;
  return is_point ? DecimalMark::kPoint : DecimalMark::kComma;
}

}  // namespace

double Amount::value() const {
  // A program may have written an exponent.
  const bool has_exponent = digits.find_first_of("eE") != std::string::npos;
  double number = 0;
  if (!absl::SimpleAtod(has_exponent ? digits : absl::StrCat(digits, "e", power), &number)) {
    return NAN;
  }
  return has_exponent ? number * std::pow(10, power) : number;
}

void Amount::MakePercent() {
  percent = true;
  power -= 2;
}

DecimalMark ReadDecimalMark(const std::vector<absl::string_view>& numbers) {
  DecimalMark mark = DecimalMark::kUnknown;
  for (const absl::string_view number : numbers) {
    // `version 2.0` is none.
    const auto amount = ReadAmount(number);
    if (!amount.has_value()) continue;
    const DecimalMark shown = MarkOf(amount->written);
    if (shown == DecimalMark::kUnknown) continue;
    if (mark != DecimalMark::kUnknown && mark != shown) return DecimalMark::kUnknown;
    mark = shown;
  }
  return mark;
}

void SetDigits(std::string digits, Amount& amount, DecimalMark mark) {
  while (!digits.empty() && (digits.back() == '.' || digits.back() == ',')) digits.pop_back();
  amount.digits = digits;
  const size_t last = digits.find_last_of(".,");
  if (last == std::string::npos) return;
  const char own = digits[last];
  const char other = own == '.' ? ',' : '.';
  const bool mixed = absl::StrContains(digits, std::string(1, other));
  const bool repeated = !mixed && digits.find(own) != last;
  const bool doubtful = IsDoubtful(digits);
  const bool is_decimal =
      doubtful ? mark == (own == '.' ? DecimalMark::kPoint : DecimalMark::kComma) : !repeated;
  amount.digits = absl::StrReplaceAll(
      digits, {{std::string(1, other), ""}, {std::string(1, own), is_decimal ? "." : ""}});
  if (doubtful && mark == DecimalMark::kUnknown) {
    amount.assumed = absl::StrCat(digits, " is taken as ", amount.digits);
  }
}

bool TakeSuffix(absl::string_view word, Amount& amount) {
  if (word == "%") {
    if (!amount.percent) amount.MakePercent();
    return true;
  }
  const std::string folded = text::Fold(word);
  const auto scale = std::find_if(std::begin(kScales), std::end(kScales),
                                  [&](const Scale& it) { return folded == it.word; });
  if (scale != std::end(kScales)) {
    amount.power += scale->power;
    if (word == "m" || word == "b") {
      absl::StrAppend(&amount.assumed, amount.assumed.empty() ? "" : "; ", word, " is taken as ",
                      word == "m" ? "millions" : "billions");
    }
    return true;
  }
  const auto currency =
      std::find_if(std::begin(kCurrencies), std::end(kCurrencies),
                   [&](const Currency& it) { return folded == it.word || word == it.word; });
  // A `d` that is no `đ` is anything.
  if (currency == std::end(kCurrencies) || word == "d" || word == "D") return false;
  amount.currency = currency->code;
  return true;
}

std::optional<Amount> ReadExactAmount(absl::string_view text) {
  double value = 0;
  if (!ParseDecimal(text, &value)) return std::nullopt;
  Amount amount;
  amount.digits = amount.written = std::string(absl::StripAsciiWhitespace(text));
  return amount;
}

std::optional<Amount> ReadAmount(absl::string_view text, DecimalMark mark) {
  const std::string plain = Plain(text);
  absl::string_view rest = absl::StripAsciiWhitespace(plain);
  if (rest.empty() || rest.size() > kAmountBytesMax) return std::nullopt;
  // An exponent is written by programs only.
  if (rest.find_first_of("eE") != absl::string_view::npos) {
    auto number = ReadExactAmount(rest);
    if (number.has_value()) return number;
  }
  Amount amount;
  const bool negative = absl::ConsumePrefix(&rest, "-");
  if (!negative) absl::ConsumePrefix(&rest, "+");
  if (!TakeSign(rest, amount)) TakeCode(rest, amount);
  rest = absl::StripLeadingAsciiWhitespace(rest);
  const bool behind = !negative && !amount.currency.empty() && absl::ConsumePrefix(&rest, "-");
  std::string digits = TakeDigits(rest);
  AddZero(digits);
  if (DigitsAt(digits) == 0 || !HasThousands(digits)) return std::nullopt;
  amount.written = digits;
  SetDigits((negative || behind ? "-" : "") + digits, amount, mark);
  double number = 0;
  if (!absl::SimpleAtod(amount.digits, &number) || !TakeRest(rest, amount)) return std::nullopt;
  if (!std::isfinite(amount.value())) return std::nullopt;
  return amount;
}

}  // namespace okapi::cli
