#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "okapi/common/v1/unit.pb.h"

// Numbers as people read them.
namespace okapi::text {

// How a number is written: 1,234.5 or 1.234,5.
enum class Notation { kEnglish, kVietnamese };
// Of a language, `vi` or any other.
Notation NotationOf(absl::string_view language);

// In its unit: $100,000; 1,250.50 EUR; 8.4 %; 2 d 4 h; 1,234. Large numbers are rounded.
std::string Quantity(double value, const okapi::common::v1::Unit& unit,
                     Notation notation = Notation::kEnglish);
// Two of them, as the ends of what lies between: 4 % to 6 %.
std::string QuantityRange(double min, double max, const okapi::common::v1::Unit& unit,
                          Notation notation = Notation::kEnglish);
// Seconds: 45 s, 3 h 5 min, 2 d 4 h, 7 d.
std::string Duration(double seconds, Notation notation = Notation::kEnglish);
// A fraction as percent, without decimals: 96 %.
std::string Percent(double fraction, Notation notation = Notation::kEnglish);
// Thousands separators, at most `decimals` decimals, none at the end that are zero.
std::string Number(double value, int decimals, Notation notation = Notation::kEnglish);

// Every digit that tells the number from all others, and no noise: 0.1, not 0.10000000000000001.
// The same everywhere: programs read it too.
std::string ExactNumber(double value);

// The same within a formula: in brackets when it is negative.
std::string Operand(double value);

// Whether amounts of an ISO 4217 currency are written with two decimals.
bool HasCents(const std::string& currency_code);

}  // namespace okapi::text
