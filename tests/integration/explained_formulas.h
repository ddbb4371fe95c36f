#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "okapi/goals/v1/review_service.pb.h"

// Does the sums again that explanations print.
namespace okapi::goals {

// A formula as steps print it: numbers, brackets, + - x and /.
class Formula {
 public:
  // What it comes to; nullopt of words.
  static std::optional<double> ValueOf(absl::string_view text) {
    Formula formula(text);
    const double value = formula.TakeSum();
    formula.SkipBlanks();
    if (formula.failed_ || !formula.rest_.empty()) return std::nullopt;
    return value;
  }

 private:
  explicit Formula(absl::string_view text) : rest_(text) {}

  void SkipBlanks() {
    while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
  }
  bool Take(char sign) {
    SkipBlanks();
    if (rest_.empty() || rest_.front() != sign) return false;
    rest_.remove_prefix(1);
    return true;
  }
  double TakeSum() {
    double sum = TakeProduct();
    while (!failed_) {
      if (Take('+')) {
        sum += TakeProduct();
      } else if (Take('-')) {
        sum -= TakeProduct();
      } else {
        break;
      }
    }
    return sum;
  }
  double TakeProduct() {
    double product = TakeNumber();
    while (!failed_) {
      if (Take('x')) {
        product *= TakeNumber();
      } else if (Take('/')) {
        product /= TakeNumber();
      } else {
        break;
      }
    }
    return product;
  }
  double TakeNumber() {
    if (Take('(')) {
      const double sum = TakeSum();
      if (!Take(')')) failed_ = true;
      return sum;
    }
    SkipBlanks();
    const absl::string_view token = rest_.substr(0, rest_.find_first_of(" ()"));
    rest_.remove_prefix(token.size());
    double number = 0;
    if (!absl::SimpleAtod(token, &number)) failed_ = true;
    return number;
  }

  absl::string_view rest_;
  bool failed_ = false;
};

// How many formulas of a step come to what it says they do: those between its `=`, before its
// words.
inline int ExpectRecomputes(const std::string& step) {
  const std::vector<std::string> words = absl::StrSplit(step, ':');
  int formulas = 0;
  std::optional<double> before;
  for (absl::string_view side : absl::StrSplit(words.front(), " = ")) {
    const std::optional<double> value = Formula::ValueOf(side);
    if (before.has_value() && value.has_value()) {
      EXPECT_NEAR(*before, *value, 1e-12) << step;
      ++formulas;
    }
    before = value;
  }
  return formulas;
}

inline int ExpectAllRecomputes(const v1::Explanation& explanation) {
  int formulas = 0;
  for (const std::string& step : explanation.steps()) formulas += ExpectRecomputes(step);
  for (const auto& child : explanation.children()) formulas += ExpectAllRecomputes(child);
  return formulas;
}

}  // namespace okapi::goals
