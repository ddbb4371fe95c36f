#include "services/cli/markdown_way.h"

#include <array>
#include <cmath>
#include <optional>
#include <regex>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace okapi::cli {
namespace {

using okapi::goals::v1::KeyResult;

// A number with what stands around it: `$1,200.5k`, `8 %`, `€ 3 M`. Three groups.
constexpr char kNumber[] = R"(([$€£])?\s?(-?\d[\d.,]*)\s?(%|k\b|K\b|M\b|tr\b)?)";

struct Amount {
  double value = 0;
  std::string currency;
  bool percent = false;
};

// `1,200.5`, `1.200,5` and `99,9`: of two different marks the last one is the decimal's; a single
// one that three digits follow is of thousands.
std::optional<double> ParseNumber(std::string digits) {
  while (!digits.empty() && (digits.back() == '.' || digits.back() == ',')) digits.pop_back();
  const size_t last = digits.find_last_of(".,");
  if (last != std::string::npos) {
    const char mark = digits[last];
    const char other = mark == '.' ? ',' : '.';
    const bool mixed = absl::StrContains(digits, std::string(1, other));
    const bool thousands = !mixed && (digits.find(mark) != last || digits.size() - last == 4);
    digits = absl::StrReplaceAll(digits, {{std::string(1, other), ""}});
    digits = absl::StrReplaceAll(digits, {{std::string(1, mark), thousands ? "" : "."}});
  }
  double value = 0;
  if (!absl::SimpleAtod(digits, &value) || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<Amount> AmountOf(const std::smatch& match, size_t first) {
  const auto number = ParseNumber(match[first + 1].str());
  if (!number.has_value()) return std::nullopt;
  Amount amount{*number, match[first].str(), false};
  const std::string suffix = match[first + 2].str();
  if (suffix == "%") amount.percent = true;
  if (suffix == "k" || suffix == "K") amount.value *= 1e3;
  if (suffix == "M" || suffix == "tr") amount.value *= 1e6;
  if (amount.percent) amount.value /= 100;
  return amount;
}

void SetUnit(const Amount& amount, KeyResult& key_result) {
  if (amount.percent) {
    key_result.mutable_unit()->set_percent(true);
  } else if (!amount.currency.empty()) {
    key_result.mutable_unit()->set_currency_code(amount.currency == "$"   ? "USD"
                                                 : amount.currency == "€" ? "EUR"
                                                                          : "GBP");
  }
}

std::regex Words(const std::string& pattern) {
  return std::regex(pattern, std::regex::ECMAScript | std::regex::icase | std::regex::optimize);
}

bool SetFromTo(const std::string& words, KeyResult& key_result) {
  static const auto& pattern =
      *new std::regex(Words(std::string("(?:from|từ)\\s+") + kNumber +
                            "[^\\d]*?\\s(?:to|đến|lên|xuống|còn)\\s+" + kNumber));
  static const auto& arrow =
      *new std::regex(Words(std::string(kNumber) + "\\s*(?:→|->|=>)\\s*" + kNumber));
  std::smatch match;
  if (!std::regex_search(words, match, pattern) && !std::regex_search(words, match, arrow)) {
    return false;
  }
  auto from = AmountOf(match, 1);
  const auto to = AmountOf(match, 4);
  if (!from.has_value() || !to.has_value()) return false;
  // `from 8 to 12 %` is of percents on both sides.
  if (to->percent && !from->percent) from->value /= 100;
  key_result.mutable_from_to()->set_baseline(from->value);
  key_result.mutable_from_to()->set_target(to->value);
  SetUnit(*to, key_result);
  if (to->currency.empty() && !to->percent) SetUnit(*from, key_result);
  return true;
}

bool SetRelativeChange(const std::string& words, KeyResult& key_result) {
  static const auto& down = *new std::regex(
      Words(std::string("(?:down|reduc\\w*|decreas\\w*|cut|fewer|less|lower|giảm)(?:[^\\d]*)") +
            kNumber));
  static const auto& up = *new std::regex(
      Words(std::string("(?:up|increas\\w*|grow\\w*|rais\\w*|more|tăng)(?:[^\\d]*)") + kNumber));
  std::smatch match;
  double sign = -1;
  if (!std::regex_search(words, match, down)) {
    sign = 1;
    if (!std::regex_search(words, match, up)) return false;
  }
  const auto amount = AmountOf(match, 1);
  if (!amount.has_value() || !amount->percent || amount->value == 0) return false;
  key_result.mutable_relative_change()->set_baseline(100);
  key_result.mutable_relative_change()->set_change(sign * std::abs(amount->value));
  return true;
}

bool SetRange(const std::string& words, KeyResult& key_result) {
  static const auto& least = *new std::regex(Words(
      std::string(
          "(?:at least|no less than|more than|above|over|≥|>=|>|ít nhất|tối thiểu|trên)\\s*") +
      kNumber));
  static const auto& most =
      *new std::regex(Words(std::string("(?:at most|no more than|less than|fewer "
                                        "than|below|under|≤|<=|<|tối đa|không quá|dưới)\\s*") +
                            kNumber));
  std::smatch match;
  const bool is_least = std::regex_search(words, match, least);
  if (!is_least && !std::regex_search(words, match, most)) return false;
  const auto amount = AmountOf(match, 1);
  if (!amount.has_value()) return false;
  if (is_least) {
    key_result.mutable_range()->set_min(amount->value);
  } else {
    key_result.mutable_range()->set_max(amount->value);
  }
  SetUnit(*amount, key_result);
  return true;
}

bool SetTarget(const std::string& words, KeyResult& key_result) {
  static const auto& pattern = *new std::regex(Words(kNumber));
  std::smatch match;
  if (!std::regex_search(words, match, pattern)) return false;
  const auto amount = AmountOf(match, 1);
  if (!amount.has_value() || amount->value == 0) return false;
  key_result.mutable_from_to()->set_target(amount->value);
  SetUnit(*amount, key_result);
  return true;
}

}  // namespace

std::string SetWay(absl::string_view words, KeyResult& key_result) {
  const std::string text(words);
  if (SetFromTo(text, key_result) || SetRange(text, key_result)) return "";
  if (SetRelativeChange(text, key_result)) {
    return "where it starts is not said: taken as an index that is 100 now";
  }
  if (SetTarget(text, key_result)) return "where it starts is not said: taken as 0";
  key_result.mutable_binary();
  return "has no number: taken as done or not";
}

}  // namespace okapi::cli
