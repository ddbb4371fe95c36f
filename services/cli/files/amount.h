#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace okapi::cli {

// A number as people write it down: `$1,200.5k`, `8 %`, `1,5 tỷ đồng`.
struct Amount {
  // `digits` times a power of ten, to the last bit: 99.9 % is 0.999.
  std::string digits;
  int power = 0;
  bool percent = false;
  // ISO 4217; empty if none is said.
  std::string currency;
  // What is counted, such as `customers`; empty if that is not said.
  std::string counted;
  // As it stands there, without a currency.
  std::string written;
  // What was assumed about its digits; empty if nothing was.
  std::string assumed;

  // Not finite if that is what it comes to.
  double value() const;
  // Says that it is of a hundred.
  void MakePercent();
};

// What stands before decimals.
enum class DecimalMark { kUnknown, kPoint, kComma };

// As the numbers of a file show that can only be read one way, such as 1,200.5 and 0,25; kUnknown
// if none does, or if they contradict each other. What is no amount as a whole shows nothing.
DecimalMark ReadDecimalMark(const std::vector<absl::string_view>& numbers);

// Takes digits with the marks of thousands and decimals in them: of two different marks the last
// one is the decimal's; a single one that three digits follow, and one to three without a leading 0
// stand before, is what `mark` says, or else of thousands as far as one can tell, which is then
// assumed.
void SetDigits(std::string digits, Amount& amount, DecimalMark mark = DecimalMark::kUnknown);

// Reads a text that is an amount and nothing else. Nothing for all else, such as `3 of 5`, and for
// what is too large.
std::optional<Amount> ReadAmount(absl::string_view text, DecimalMark mark = DecimalMark::kUnknown);
// The same of a number that a program wrote: 1.125, 1e6.
std::optional<Amount> ReadExactAmount(absl::string_view text);

// What a word or sign behind a number says about it: `k` and `tỷ` its size, `%`, `€`, `đồng` and
// `VND` what it is of. False if it is none of these.
bool TakeSuffix(absl::string_view word, Amount& amount);

}  // namespace okapi::cli
