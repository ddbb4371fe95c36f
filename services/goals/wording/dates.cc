#include "services/goals/wording/dates.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "common/text/calendar_words.h"

namespace okapi::goals {
namespace {

// Reads on from one token.
class DateReader {
 public:
  DateReader(const Text& text, size_t at) : text_(text), at_(at), begin_(at) {}

  size_t Count() const { return at_ - begin_; }
  bool Word(absl::string_view word) { return Take(Here() == word); }
  bool Month() { return Take(text::MonthNamed(Here()) != 0); }
  // `1`, and `1st` in English.
  bool Day() { return Number(text::WithoutOrdinal(Here()), 1, 31); }
  bool MonthNumber() { return Number(Here(), 1, 12); }
  bool Year() { return Number(Here(), 1900, 2100); }
  // Whether the last token is the beginning of a quantity: `1,000`, `2.5`, `5 %`.
  bool GoesOn() const {
    const int end = text_.tokens()[at_ - 1].span.end;
    const int sign = text_.At(end) == U' ' ? end + 1 : end;
    const bool digits = at_ < text_.tokens().size() && text_.tokens()[at_].span.start == end + 1 &&
                        text_.At(end) != U' ';
    return digits || text_.At(sign) == U'%' || text_.At(sign) == U'\u20ac' ||
           text_.At(sign) == U'$';
  }

 private:
  absl::string_view Here() const {
    return at_ < text_.tokens().size() ? absl::string_view(text_.tokens()[at_].lowered) : "";
  }
  bool Number(absl::string_view digits, int least, int most) {
    int number = 0;
    return Take(absl::SimpleAtoi(digits, &number) && number >= least && number <= most);
  }
  bool Take(bool is) {
    if (!is || !HangsOn()) return false;
    ++at_;
    return true;
  }
  // Whether the token stands behind the last one as the words of a date do: `1 March, 2027`.
  bool HangsOn() const {
    if (at_ == begin_) return true;
    const Span& last = text_.tokens()[at_ - 1].span;
    const Span& next = text_.tokens()[at_].span;
    const bool comma = text_.At(last.end) == U',' && text_.At(last.end + 1) == U' ';
    return text_.At(last.end) == U' ' ? next.start == last.end + 1
                                      : comma && next.start == last.end + 2;
  }

  const Text& text_;
  size_t at_;
  const size_t begin_;
};

size_t DayFirst(const Text& text, size_t at) {
  DateReader date(text, at);
  if (!date.Day()) return 0;
  date.Word("of");
  if (!date.Month()) return 0;
  date.Year();
  return date.Count();
}

size_t MonthFirst(const Text& text, size_t at) {
  DateReader date(text, at);
  if (!date.Month() || !date.Day() || date.GoesOn()) return 0;
  date.Year();
  return date.Count();
}

// Without accents it is clear too: the words come together.
size_t InVietnamese(const Text& text, size_t at) {
  DateReader date(text, at);
  if (!date.Word("ngày") && !date.Word("ngay")) return 0;
  if (!date.Day()) return 0;
  if (!date.Word("tháng") && !date.Word("thang")) return 0;
  if (!date.MonthNumber()) return 0;
  const size_t day = date.Count();
  if (!date.Word("năm") && !date.Word("nam")) return day;
  return date.Year() ? date.Count() : day;
}

}  // namespace

size_t DateAt(const Text& text, size_t at) {
  return std::max({DayFirst(text, at), MonthFirst(text, at), InVietnamese(text, at)});
}

}  // namespace okapi::goals
