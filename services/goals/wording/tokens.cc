#include "services/goals/wording/tokens.h"

#include <algorithm>
#include <utility>

#include "common/text/fold.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"

namespace okapi::goals {
namespace {

std::u32string CharactersOf(absl::string_view text) {
  const auto whole = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::u32string characters;
  for (int32_t i = 0; i < whole.length(); i = whole.moveIndex32(i, 1)) {
    characters += static_cast<char32_t>(whole.char32At(i));
  }
  return characters;
}

bool IsOfWord(char32_t c) { return u_isalnum(static_cast<UChar32>(c)) || IsMark(c); }

}  // namespace

bool IsMark(char32_t c) {
  const auto type = u_charType(static_cast<UChar32>(c));
  return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
}

Text::Text(absl::string_view text) : characters_(CharactersOf(text)) {
  for (int start = 0; start < size();) {
    int end = start;
    while (IsOfWord(At(end))) ++end;
    if (end == start && At(end) == U'&') ++end;
    if (end > start) {
      const Span span{start, end};
      const std::string word = Slice(span);
      Token token{text::Fold(word), text::FoldCase(word), span};
      if (!token.folded.empty()) tokens_.push_back(std::move(token));
    }
    start = std::max(end, start + 1);
  }
}

char32_t Text::At(int position) const {
  return position >= 0 && position < size() ? characters_[static_cast<size_t>(position)] : U'\0';
}

std::string Text::Slice(const Span& span) const {
  std::string bytes;
  icu::UnicodeString slice;
  for (int i = span.start; i < span.end; ++i) slice.append(static_cast<UChar32>(At(i)));
  slice.toUTF8String(bytes);
  return bytes;
}

Span Text::Between(size_t first, size_t last) const {
  return {tokens_[first].span.start, tokens_[last].span.end};
}

}  // namespace okapi::goals
