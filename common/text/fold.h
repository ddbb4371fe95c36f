#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace okapi::text {

// The text as it is compared: lower case, without accents, `đ` as `d`, compatible forms alike.
// Bytes that are not UTF-8 become U+FFFD. "Tăng trưởng" is "tang truong", composed or not.
std::string Fold(absl::string_view text);

// Lower case with its accents, composed: "TĂNG" is "tăng", composed or not.
std::string FoldCase(absl::string_view text);

// The words of a folded text: runs of letters and digits.
std::vector<std::string> FoldedWords(absl::string_view text);

// Whether every word of the query is the beginning of a word of the text. Both as FoldedWords.
bool Matches(const std::vector<std::string>& query, const std::vector<std::string>& text);

}  // namespace okapi::text
