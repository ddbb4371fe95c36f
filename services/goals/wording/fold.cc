#include "services/goals/wording/fold.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "unicode/normalizer2.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"

namespace okapi::goals {
namespace {

constexpr UChar32 kStrokedD = 0x0111;  // Has no decomposition.

bool IsAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isascii(static_cast<unsigned char>(c)); });
}

// Decomposed, case folded. ICU keeps its normalizers for the life of the process; they cannot fail
// to load, being compiled in.
icu::UnicodeString Decomposed(absl::string_view text) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* folded = icu::Normalizer2::getNFKCCasefoldInstance(code);
  const icu::Normalizer2* decomposed = icu::Normalizer2::getNFDInstance(code);
  if (U_FAILURE(code)) return icu::UnicodeString();
  const auto whole = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  return decomposed->normalize(folded->normalize(whole, code), code);
}

}  // namespace

std::string Fold(absl::string_view text) {
  if (IsAscii(text)) return absl::AsciiStrToLower(text);
  const icu::UnicodeString decomposed = Decomposed(text);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    kept.append(c == kStrokedD ? static_cast<UChar32>('d') : c);
  }
  std::string folded;
  kept.toUTF8String(folded);
  return folded;
}

std::vector<std::string> FoldedWords(absl::string_view text) {
  const auto folded = icu::UnicodeString::fromUTF8(Fold(text));
  std::vector<std::string> words;
  icu::UnicodeString word;
  auto flush = [&] {
    if (word.isEmpty()) return;
    words.emplace_back();
    word.toUTF8String(words.back());
    word.remove();
  };
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    if (u_isalnum(c)) {
      word.append(c);
    } else {
      flush();
    }
  }
  flush();
  return words;
}

bool Matches(const std::vector<std::string>& query, const std::vector<std::string>& text) {
  return std::all_of(query.begin(), query.end(), [&text](const std::string& wanted) {
    return std::any_of(text.begin(), text.end(), [&wanted](const std::string& word) {
      return absl::StartsWith(word, wanted);
    });
  });
}

}  // namespace okapi::goals
