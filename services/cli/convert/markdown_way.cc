#include "services/cli/convert/markdown_way.h"

#include <cmath>
#include <optional>
#include <regex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "services/cli/files/amount.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::KeyResult;

// std::regex matches bytes and takes only ASCII ones for letters: what is no ASCII is an
// alternative, never in brackets, and any such byte is part of a word. `\b` does not know that.
constexpr char kBefore[] = "(?:^|[^\\w\x80-\xff])";
constexpr char kAfter[] = "(?![\\w\x80-\xff])";
// A number with what stands around it: `$1,200.5k`, `8 %`, `€ 3 M`. Three groups.
constexpr char kNumber[] =
    "(\\$|€|£)?\\s?(-?\\d[\\d.,]*)\\s?(%|(?:thousand|million|billion|mn|bn|"
    "k|M|tr|triệu|tỷ|tỉ|nghìn|ngàn)(?![\\w\x80-\xff]))?";

// std::regex goes one call deeper with every byte.
constexpr size_t kWordsMax = 2000;

std::optional<Amount> AmountOf(const std::smatch& match, size_t first) {
  Amount amount;
  SetDigits(match[first + 1].str(), amount);
  if (match[first].matched) TakeSuffix(match[first].str(), amount);
  const std::string suffix = match[first + 2].str();
  amount.written = match[first + 1].str() + suffix;
  if (!suffix.empty()) TakeSuffix(suffix, amount);
  if (!std::isfinite(amount.value())) return std::nullopt;
  return amount;
}

// `from 8 to 12 %` is of percents on both sides.
void MakeAlike(Amount& one, Amount& other) {
  if (one.percent != other.percent) (one.percent ? other : one).MakePercent();
}

void SetUnit(const Amount& amount, KeyResult& key_result) {
  if (amount.percent) {
    key_result.mutable_unit()->set_percent(true);
  } else if (!amount.currency.empty()) {
    key_result.mutable_unit()->set_currency_code(amount.currency);
  }
}

std::regex Pattern(const std::string& pattern) {
  return std::regex(pattern, std::regex::ECMAScript | std::regex::icase | std::regex::optimize);
}
// One of these words, not a part of another one.
std::string Word(const char* words) { return absl::StrCat(kBefore, "(?:", words, ")", kAfter); }

// What was assumed beyond the words, for people.
using Assumed = std::vector<std::string>;

void Assume(const std::string& what, Assumed& assumed) {
  if (!what.empty()) assumed.push_back(what);
}

bool SetFromTo(const std::string& words, KeyResult& key_result, Assumed& assumed) {
  static const auto& pattern = *new std::regex(Pattern(absl::StrCat(
      Word("from|từ"), "\\s+", kNumber, "[^\\d]*?\\s(?:to|đến|lên|xuống|còn)", "\\s+", kNumber)));
  static const auto& arrow =
      *new std::regex(Pattern(absl::StrCat(kBefore, kNumber, "\\s*(?:→|->|=>)\\s*", kNumber)));
  std::smatch match;
  if (!std::regex_search(words, match, pattern) && !std::regex_search(words, match, arrow)) {
    return false;
  }
  auto from = AmountOf(match, 1);
  auto to = AmountOf(match, 4);
  if (!from.has_value() || !to.has_value()) return false;
  MakeAlike(*from, *to);
  key_result.mutable_from_to()->set_baseline(from->value());
  key_result.mutable_from_to()->set_target(to->value());
  SetUnit(to->currency.empty() ? *from : *to, key_result);
  Assume(from->assumed, assumed);
  Assume(to->assumed, assumed);
  return true;
}

bool SetRelativeChange(const std::string& words, KeyResult& key_result, Assumed& assumed) {
  static const auto& down = *new std::regex(
      Pattern(absl::StrCat(Word("down|reduc\\w*|decreas\\w*|cut|cutting|fewer|less|lower\\w*|giảm"),
                           "[^\\d]*", kNumber)));
  static const auto& up = *new std::regex(Pattern(
      absl::StrCat(Word("up|increas\\w*|grow\\w*|rais\\w*|more|tăng"), "[^\\d]*", kNumber)));
  std::smatch match;
  double sign = -1;
  if (!std::regex_search(words, match, down)) {
    sign = 1;
    if (!std::regex_search(words, match, up)) return false;
  }
  const auto amount = AmountOf(match, 1);
  if (!amount.has_value() || !amount->percent || amount->value() == 0) return false;
  key_result.mutable_relative_change()->set_baseline(100);
  key_result.mutable_relative_change()->set_change(sign * std::abs(amount->value()));
  Assume(amount->assumed, assumed);
  Assume("where it starts is not said: taken as an index that is 100 now", assumed);
  return true;
}

// Words that say nothing but a border, and those that are said of other things too: `over 3 years`.
struct Border {
  std::regex plain;
  std::regex loose;
};

Border BorderOf(const char* signs, const char* plain, const char* loose) {
  return {Pattern(absl::StrCat("(?:", signs, "|", Word(plain), ")\\s*", kNumber)),
          Pattern(absl::StrCat(Word(loose), "\\s*", kNumber))};
}

std::optional<Amount> Find(const std::regex& pattern, const std::string& words) {
  std::smatch match;
  return std::regex_search(words, match, pattern) ? AmountOf(match, 1) : std::nullopt;
}

bool SetRange(const std::string& words, KeyResult& key_result, Assumed& assumed) {
  // The head of an arrow is no such sign.
  static const auto& least = *new Border(BorderOf("≥|(?:^|[^-=<])(?:>=|>)",
                                                  "at least|no less than|(?:ít|Ít) nhất|tối thiểu",
                                                  "more than|above|over|trên"));
  static const auto& most = *new Border(BorderOf("≤|<=|<", "at most|no more than|tối đa|không quá",
                                                 "less than|fewer than|below|under|dưới"));
  auto min = Find(least.plain, words);
  auto max = Find(most.plain, words);
  const bool loose = !min.has_value() && !max.has_value();
  if (loose) {
    min = Find(least.loose, words);
    max = Find(most.loose, words);
  }
  if (!min.has_value() && !max.has_value()) return false;
  if (min.has_value() && max.has_value()) MakeAlike(*min, *max);
  for (const auto& [amount, what] : {std::pair(min, "at least "), std::pair(max, "at most ")}) {
    if (!amount.has_value()) continue;
    SetUnit(*amount, key_result);
    Assume(amount->assumed, assumed);
    if (loose) Assume(absl::StrCat("taken as ", what, amount->written), assumed);
  }
  if (min.has_value()) key_result.mutable_range()->set_min(min->value());
  if (max.has_value()) key_result.mutable_range()->set_max(max->value());
  return true;
}

bool SetTarget(const std::string& words, KeyResult& key_result, Assumed& assumed) {
  static const auto& pattern = *new std::regex(Pattern(absl::StrCat(kBefore, kNumber)));
  std::smatch match;
  if (!std::regex_search(words, match, pattern)) return false;
  const auto amount = AmountOf(match, 1);
  if (!amount.has_value() || amount->value() == 0) return false;
  key_result.mutable_from_to()->set_target(amount->value());
  SetUnit(*amount, key_result);
  Assume(amount->assumed, assumed);
  Assume("where it starts is not said: taken as 0", assumed);
  return true;
}

// `10 triệu đồng`, `300 euros`: a currency that stands behind in words.
void SetCurrencyInWords(const std::string& text, KeyResult& key_result) {
  static const auto& dong = *new std::regex(Pattern(Word("đồng|vnđ|vnd")));
  static const auto& euro = *new std::regex(Pattern(Word("euros?|eur")));
  static const auto& dollar = *new std::regex(Pattern(Word("dollars?|usd")));
  const bool is_number = key_result.has_from_to() || key_result.has_range();
  if (!is_number || key_result.has_unit()) return;
  const char* code = std::regex_search(text, dong)     ? "VND"
                     : std::regex_search(text, euro)   ? "EUR"
                     : std::regex_search(text, dollar) ? "USD"
                                                       : nullptr;
  if (code != nullptr) key_result.mutable_unit()->set_currency_code(code);
}

}  // namespace

std::string SetWay(absl::string_view words, KeyResult& key_result) {
  Assumed assumed;
  if (words.size() > kWordsMax) {
    words = words.substr(0, kWordsMax);
    assumed.push_back(absl::StrCat("numbers are looked for in the first ", kWordsMax, " bytes"));
  }
  // Spaces that keep a number and its unit on one line.
  std::string text = absl::StrReplaceAll(words, {{"\u00a0", " "}, {"\u202f", " "}});
  // `.5` is written for 0.5.
  static const auto& bare = *new std::regex("(^|[^\\w.\x80-\xff])\\.(?=\\d)");
  text = std::regex_replace(text, bare, "$010.");
  if (!SetFromTo(text, key_result, assumed) && !SetRange(text, key_result, assumed) &&
      !SetRelativeChange(text, key_result, assumed) && !SetTarget(text, key_result, assumed)) {
    key_result.mutable_binary();
    assumed.emplace_back("has no number: taken as done or not");
  }
  SetCurrencyInWords(text, key_result);
  return absl::StrJoin(assumed, "; ");
}

}  // namespace okapi::cli
