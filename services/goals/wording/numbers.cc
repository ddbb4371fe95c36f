#include "services/goals/wording/numbers.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "services/goals/wording/dates.h"
#include "services/goals/wording/phrases.h"
#include "services/goals/wording/vietnamese_number.h"
#include "services/goals/wording/words.h"
#include "unicode/uchar.h"

namespace okapi::goals {
namespace {

bool IsDigits(absl::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

bool IsMoney(char32_t c) { return u_charType(static_cast<UChar32>(c)) == U_CURRENCY_SYMBOL; }

bool IsPercent(char32_t c) { return c == U'%' || c == U'‰' || c == U'％'; }

bool IsBound(char32_t c) { return c == U'<' || c == U'>' || c == U'≤' || c == U'≥' || c == U'→'; }

bool IsYear(absl::string_view digits) {
  int number = 0;
  return digits.size() == 4 && absl::SimpleAtoi(digits, &number) && number >= 1900 &&
         number <= 2100;
}

// Digits of a text, as far as they hang together: 1,000 and 2026/27 and 31-12-2026.
struct Digits {
  size_t count = 1;    // Tokens.
  bool dated = false;  // Joined as dates and names are.
};

// Reads the quantities of one text.
class Reader {
 public:
  explicit Reader(const Text& text) : text_(text) {}

  std::vector<Span> Read() {
    while (at_ < text_.tokens().size()) {
      size_t count = DateAt(text_, at_);
      if (count == 0) count = IsDigits(Word(at_)) ? ReadDigits() : ReadWord();
      at_ += std::max<size_t>(count, 1);
    }
    return std::move(found_);
  }

 private:
  const std::string& Word(size_t token) const { return text_.tokens()[token].folded; }
  const Span& At(size_t token) const { return text_.tokens()[token].span; }
  char32_t Before(size_t token) const { return text_.At(At(token).start - 1); }
  char32_t Behind(size_t token) const { return text_.At(At(token).end); }
  bool Touch(size_t token) const {  // With one character between them.
    return token + 1 < text_.tokens().size() && At(token + 1).start == At(token).end + 1;
  }

  // 30-4-2027, 30.4.2027.
  bool EndsInYear(size_t first, size_t count) const {
    if (count != 3 || !IsYear(Word(first + 2)) || Behind(first) != Behind(first + 1)) return false;
    return Word(first).size() <= 2 && Word(first + 1).size() <= 2;
  }

  // Joins digits to those behind them.
  Digits Join(size_t first) const {
    Digits digits;
    for (size_t i = first; Touch(i) && IsDigits(Word(i + 1)); ++i, ++digits.count) {
      const char32_t joint = Behind(i);
      const bool thousands = joint == U' ' && Word(i + 1).size() == 3 && Word(i).size() <= 3;
      const bool dated = joint == U'/' || joint == U':';
      const bool range = joint == U'-' || joint == U'–';
      if (!thousands && !dated && !range && joint != U',' && joint != U'.') break;
      digits.dated = digits.dated || dated || (range && IsYear(Word(i)));
    }
    digits.dated = digits.dated || EndsInYear(first, digits.count);
    return digits;
  }

  // Whether something else stands before the digits that makes them a name: ISO 27001, Covid-19,
  // v2.0, #1.
  bool IsNamed(size_t token) const {
    static const auto& naming = *new Phrases(kNaming);
    if (Before(token) == U'#') return true;
    if (token == 0) return false;
    const std::string& word = Word(token - 1);
    const bool version =
        Before(token) == U'.' && absl::ascii_isdigit(static_cast<unsigned char>(word.back()));
    const bool joined = Before(token) == U'-' || version;
    if (joined && Touch(token - 1) && !IsDigits(word)) return true;
    static const auto& figures = *new Phrases(kNotNaming);
    if (token >= 2 && figures.At(text_, token - 2).count == 2) return false;
    for (const size_t words : {size_t{1}, size_t{2}}) {
      if (token >= words && naming.At(text_, token - words).count == words) return true;
    }
    return false;
  }

  // Whether it is all around: 360°, 360 degrees.
  bool IsAround(size_t token) const {
    static const auto& degrees = *new Phrases(kDegrees);
    return Word(token) == "360" && (token + 1 == text_.tokens().size() || Behind(token) == U'°' ||
                                    degrees.At(text_, token + 1).count > 0);
  }

  size_t ReadDigits() {
    const Digits digits = Join(at_);
    const Span span = Widened(at_, digits.count);
    const bool bare = span.start == At(at_).start && span.end == At(at_ + digits.count - 1).end;
    const bool name = digits.dated || (digits.count == 1 && (IsYear(Word(at_)) || IsAround(at_)));
    if (IsNamed(at_) || (bare && name)) return digits.count;
    return Found(span);
  }

  // How many tokens from this one on are a number in words.
  size_t NumeralAt(size_t token) const {
    static const auto& numerals = *new Phrases(kNumerals);
    return std::max(numerals.At(text_, token).count, VietnameseNumberAt(text_, token));
  }

  size_t ReadWord() {
    static const auto& before = *new Phrases(kNumeralsBefore);
    if (IsDigitsAndSuffix(text_.tokens()[at_].lowered)) return Found(Widened(at_, 1));
    size_t lead = 0;
    if (NumeralAt(at_) == 0) lead = before.At(text_, at_).count;
    const size_t count = NumeralAt(at_ + lead);
    if (count == 0) return 1;
    // Two-sided, three-tier: no quantity.
    const size_t last = at_ + lead + count - 1;
    const bool compound = Behind(last) == U'-' && Touch(last) && NumeralAt(last + 1) == 0;
    return compound ? lead + count : Found(Widened(at_, lead + count));
  }

  // 10x, x10, 5k: not 4G, not 1st.
  static bool IsDigitsAndSuffix(absl::string_view word) {
    if (word.size() > 1 && word[0] == 'x' && IsDigits(word.substr(1))) return true;
    return std::any_of(std::begin(kSuffixes), std::end(kSuffixes),
                       [word](absl::string_view suffix) {
                         return absl::EndsWith(word, suffix) &&
                                IsDigits(word.substr(0, word.size() - suffix.size()));
                       });
  }

  // The tokens with the signs and words around them that belong to the number.
  Span Widened(size_t first, size_t count) const {
    static const auto& after = *new Phrases(kNumeralsAfter);
    size_t last = first + count - 1;
    while (last + 1 < text_.tokens().size() && At(last + 1).start <= At(last).end + 1) {
      size_t more = after.At(text_, last + 1).count;
      if (more == 0 && !IsDigits(Word(first))) more = NumeralAt(last + 1);
      if (more == 0) break;
      last += more;
    }
    Span span = text_.Between(first, last);
    if (IsMoney(text_.At(span.start - 1))) --span.start;
    const int sign = text_.At(span.end) == U' ' ? span.end + 1 : span.end;
    if (IsPercent(text_.At(sign)) || IsMoney(text_.At(sign))) span.end = sign + 1;
    return span;
  }

  // Keeps the span; tells how many tokens it has.
  size_t Found(const Span& span) {
    found_.push_back(span);
    size_t count = 0;
    while (at_ + count < text_.tokens().size() && At(at_ + count).start < span.end) ++count;
    return count;
  }

  const Text& text_;
  size_t at_ = 0;
  std::vector<Span> found_;
};

// The last token before the position; the number of tokens if there is none.
size_t TokenBefore(const Text& text, int position) {
  const auto& tokens = text.tokens();
  const auto behind = std::find_if(tokens.begin(), tokens.end(), [position](const Token& token) {
    return token.span.end > position;
  });
  return behind == tokens.begin() ? tokens.size()
                                  : static_cast<size_t>(behind - tokens.begin()) - 1;
}

bool IsShare(const Text& text, const Span& span) {
  static const auto& percent = *new Phrases(kPercent);
  if (IsPercent(text.At(span.end - 1))) return true;
  for (size_t i = 0; i < text.tokens().size(); ++i) {
    const Span& word = text.tokens()[i].span;
    if (word.start >= span.start && word.end <= span.end && percent.At(text, i).count > 0) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<Span> NumbersIn(const Text& text) { return Reader(text).Read(); }

bool SaysLevel(const Text& text, const std::vector<Span>& numbers) {
  static const auto& levels = *new Phrases(kLevels);
  return std::any_of(numbers.begin(), numbers.end(), [&text](const Span& span) {
    if (IsShare(text, span)) return true;
    int before = span.start - 1;
    while (text.At(before) == U' ') --before;
    if (IsBound(text.At(before))) return true;
    const size_t token = TokenBefore(text, span.start);
    if (token == text.tokens().size()) return false;
    return levels.At(text, token).count == 1 ||
           (token > 0 && levels.At(text, token - 1).count == 2);
  });
}

}  // namespace okapi::goals
