#include "common/text/fold.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "unicode/normalizer2.h"
#include "unicode/uchar.h"
#include "unicode/unistr.h"

namespace okapi::text {
namespace {

constexpr UChar32 kStrokedD = 0x0111;  // Has no decomposition.
constexpr UChar32 kCommonEnd = 0x2300;

bool IsAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isascii(static_cast<unsigned char>(c)); });
}

icu::UnicodeString Whole(absl::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string Utf8(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

// Case folded and composed. ICU keeps its normalizers for the life of the process; they cannot fail
// to load, being compiled in.
icu::UnicodeString CaseFolded(const icu::UnicodeString& text) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* folded = icu::Normalizer2::getNFKCCasefoldInstance(code);
  return U_FAILURE(code) ? icu::UnicodeString() : folded->normalize(text, code);
}

icu::UnicodeString Decomposed(const icu::UnicodeString& text) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* decomposed = icu::Normalizer2::getNFDInstance(code);
  return U_FAILURE(code) ? icu::UnicodeString() : decomposed->normalize(text, code);
}

// Folds text of any script.
std::string FoldAny(const icu::UnicodeString& text) {
  const icu::UnicodeString decomposed = Decomposed(CaseFolded(text));
  icu::UnicodeString kept;
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    kept.append(c == kStrokedD ? static_cast<UChar32>('d') : c);
  }
  return Utf8(kept);
}

// Latin letters, the marks upon them, punctuation and signs. Each folds to the same whatever stands
// beside it, so ICU is asked once in the life of the process and not once for every text.
bool IsCommon(UChar32 c) {
  return (c >= 0 && c < 0x0250) || (c >= 0x0300 && c < 0x0370) || (c >= 0x1E00 && c < 0x1F00) ||
         (c >= 0x2000 && c < kCommonEnd);
}

// What the common characters fold to.
class CommonFolds {
 public:
  CommonFolds() {
    for (UChar32 c = 0; c < kCommonEnd; ++c) {
      starts_[c] = static_cast<uint16_t>(bytes_.size());
      if (IsCommon(c)) bytes_ += FoldAny(icu::UnicodeString(c));
    }
    starts_[kCommonEnd] = static_cast<uint16_t>(bytes_.size());
  }

  void AppendTo(std::string& text, UChar32 c) const {
    text.append(bytes_, starts_[c], starts_[c + 1] - starts_[c]);
  }

 private:
  std::string bytes_;  // About 3 kB.
  uint16_t starts_[kCommonEnd + 1];
};

// False when the text has other characters.
bool FoldCommon(const icu::UnicodeString& text, std::string& folded) {
  static const auto& folds = *new CommonFolds;
  for (int32_t i = 0; i < text.length(); ++i) {
    // Half of a pair is not common either.
    if (!IsCommon(text[i])) return false;
    folds.AppendTo(folded, text[i]);
  }
  return true;
}

// Bytes of the character at `at` in valid UTF-8, which begins there.
size_t SizeAt(absl::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

bool IsOfWord(absl::string_view text, size_t at, size_t size) {
  if (size == 1) return absl::ascii_isalnum(static_cast<unsigned char>(text[at]));
  return u_isalnum(Whole(text.substr(at, size)).char32At(0));
}

}  // namespace

std::string Fold(absl::string_view text) {
  if (IsAscii(text)) return absl::AsciiStrToLower(text);
  const icu::UnicodeString whole = Whole(text);
  std::string folded;
  folded.reserve(text.size());
  return FoldCommon(whole, folded) ? folded : FoldAny(whole);
}

std::string FoldCase(absl::string_view text) {
  if (IsAscii(text)) return absl::AsciiStrToLower(text);
  return Utf8(CaseFolded(Whole(text)));
}

std::vector<std::string> FoldedWords(absl::string_view text) {
  const std::string folded = Fold(text);
  std::vector<std::string> words;
  size_t start = 0;
  for (size_t i = 0; i < folded.size();) {
    const size_t size = SizeAt(folded, i);
    if (!IsOfWord(folded, i, size)) {
      if (i > start) words.push_back(folded.substr(start, i - start));
      start = i + size;
    }
    i += size;
  }
  if (folded.size() > start) words.push_back(folded.substr(start));
  return words;
}

bool Matches(const std::vector<std::string>& query, const std::vector<std::string>& text) {
  return std::all_of(query.begin(), query.end(), [&text](const std::string& wanted) {
    return std::any_of(text.begin(), text.end(), [&wanted](const std::string& word) {
      return absl::StartsWith(word, wanted);
    });
  });
}

}  // namespace okapi::text
