#include "services/goals/wording/tokens.h"

#include "absl/strings/str_split.h"
#include "services/goals/wording/fold.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"

namespace okapi::goals {
namespace {

icu::UnicodeString Whole(absl::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

bool IsOfWord(UChar32 c) {
  const auto type = u_charType(c);
  return u_isalnum(c) || type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
}

std::string Utf8(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

}  // namespace

std::vector<Token> TokensOf(absl::string_view text) {
  const icu::UnicodeString whole = Whole(text);
  std::vector<Token> tokens;
  icu::UnicodeString word;
  int position = 0;
  auto flush = [&] {
    if (word.isEmpty()) return;
    Token token;
    token.folded = Fold(Utf8(word));
    token.start = position - word.countChar32();
    token.end = position;
    if (!token.folded.empty()) tokens.push_back(std::move(token));
    word.remove();
  };
  for (int32_t i = 0; i < whole.length(); i = whole.moveIndex32(i, 1), ++position) {
    const UChar32 c = whole.char32At(i);
    if (IsOfWord(c)) {
      word.append(c);
    } else {
      flush();
    }
  }
  flush();
  return tokens;
}

int LengthOf(absl::string_view text) { return Whole(text).countChar32(); }

std::string Slice(absl::string_view text, int start, int end) {
  const icu::UnicodeString whole = Whole(text);
  const int32_t from = whole.moveIndex32(0, start);
  return Utf8(whole.tempSubStringBetween(from, whole.moveIndex32(from, end - start)));
}

size_t Says(const std::vector<Token>& tokens, size_t at, absl::string_view phrase) {
  size_t count = 0;
  for (const absl::string_view word : absl::StrSplit(phrase, ' ')) {
    if (at + count >= tokens.size() || tokens[at + count].folded != word) return 0;
    ++count;
  }
  return count;
}

}  // namespace okapi::goals
