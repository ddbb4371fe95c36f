#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace okapi::goals {

// Characters [start, end) of a text, in Unicode code points of the text as it is.
struct Span {
  int start = 0;
  int end = 0;
};

// A word of a text.
struct Token {
  std::string folded;   // As by Fold().
  std::string lowered;  // As by FoldCase().
  Span span;
};

// A text taken apart. Words are runs of letters, digits and the marks upon them, and `&`. What is
// not UTF-8 counts as U+FFFD.
class Text {
 public:
  explicit Text(absl::string_view text);

  const std::vector<Token>& tokens() const { return tokens_; }
  int size() const { return static_cast<int>(characters_.size()); }
  // 0 outside of the text.
  char32_t At(int position) const;
  std::string Slice(const Span& span) const;

  // From the first token to the last, both given.
  Span Between(size_t first, size_t last) const;

 private:
  std::u32string characters_;
  std::vector<Token> tokens_;
};

// Whether the character stands on the one before it.
bool IsMark(char32_t c);

}  // namespace okapi::goals
