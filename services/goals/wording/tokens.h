#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace okapi::goals {

// A word of a text, and where it stands: [start, end) in Unicode code points of the text as it is.
struct Token {
  std::string folded;
  int start = 0;
  int end = 0;
};

// The words of a text: runs of letters, digits and the marks upon them. Of bytes that are not
// UTF-8 each counts as one character.
std::vector<Token> TokensOf(absl::string_view text);

// Code points of the text.
int LengthOf(absl::string_view text);

// The characters [start, end) of the text.
std::string Slice(absl::string_view text, int start, int end);

// How many tokens from `at` on say the phrase, whose words are folded and separated by one blank; 0
// if they do not.
size_t Says(const std::vector<Token>& tokens, size_t at, absl::string_view phrase);

}  // namespace okapi::goals
