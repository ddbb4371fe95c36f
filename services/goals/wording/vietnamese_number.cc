#include "services/goals/wording/vietnamese_number.h"

#include <algorithm>
#include <string>

#include "absl/strings/string_view.h"
#include "common/text/fold.h"

namespace okapi::goals {
namespace {

// What a word is in a number.
enum class Place {
  kNone,
  kUnit,  // hai, of 20, 200 and 22
  kTen,   // mười: ten, without a unit before it
  kTens,  // mươi: behind a unit
  kBig,   // trăm, triệu
  kGap,   // linh, between a hundred and a unit
  kTail,  // mốt, as units are called behind tens; rưỡi, and a half
};

struct Numeral {
  absl::string_view word;
  Place place;
};

constexpr Numeral kNumerals[] = {
    {"một", Place::kUnit},  {"hai", Place::kUnit},  {"ba", Place::kUnit},   {"bốn", Place::kUnit},
    {"năm", Place::kUnit},  {"sáu", Place::kUnit},  {"bảy", Place::kUnit},  {"bẩy", Place::kUnit},
    {"tám", Place::kUnit},  {"chín", Place::kUnit}, {"vài", Place::kUnit},  {"mười", Place::kTen},
    {"mươi", Place::kTens}, {"chục", Place::kTens}, {"trăm", Place::kBig},  {"nghìn", Place::kBig},
    {"ngàn", Place::kBig},  {"triệu", Place::kBig}, {"tỷ", Place::kBig},    {"tỉ", Place::kBig},
    {"linh", Place::kGap},  {"lẻ", Place::kGap},    {"lăm", Place::kTail},  {"nhăm", Place::kTail},
    {"mốt", Place::kTail},  {"tư", Place::kTail},   {"rưỡi", Place::kTail},
};

// What makes another word of `tỷ`: a rate, a share.
constexpr absl::string_view kOfRates[] = {"lệ", "suất", "trọng", "giá", "số", "phú"};

// One number, word by word.
class Reader {
 public:
  Reader(const Text& text, size_t at) : text_(text), first_(at) {}

  size_t Count() {
    size_t whole = 0;
    for (size_t at = first_; at < text_.tokens().size(); ++at) {
      if (at > first_ && !Touches(at)) break;
      const Place place = PlaceOf(at);
      if (!MayFollow(place, at)) break;
      before_ = last_;
      last_ = place;
      if (IsWhole(at)) whole = at - first_ + 1;
    }
    if (whole == 0 && IsShare()) return 1;
    return whole == 1 && plain_ ? 0 : whole;
  }

 private:
  const std::string& Word(size_t at) const { return text_.tokens()[at].lowered; }
  bool Touches(size_t at) const {
    return text_.tokens()[at].span.start == text_.tokens()[at - 1].span.end + 1;
  }

  Place PlaceOf(size_t at) {
    for (const Numeral& numeral : kNumerals) {
      const bool same = Word(at) == numeral.word;
      if (!same && Word(at) != text::Fold(numeral.word)) continue;
      // Without accents mười and mươi are one word.
      if (!same && !MayFollow(numeral.place, at)) continue;
      // From (từ) and company (công ty) are no numerals.
      if (!same && (numeral.word == "tư" || numeral.word == "tỷ")) continue;
      if (IsRate(at)) continue;
      plain_ = plain_ || !same;
      return numeral.place;
    }
    return Place::kNone;
  }

  bool IsRate(size_t at) const {
    return (Word(at) == "tỷ" || Word(at) == "tỉ") && at + 1 < text_.tokens().size() &&
           std::find(std::begin(kOfRates), std::end(kOfRates), Word(at + 1)) != std::end(kOfRates);
  }

  bool MayFollow(Place place, size_t at) const {
    switch (place) {
      case Place::kUnit:
        return last_ != Place::kUnit && last_ != Place::kTail;
      case Place::kTen:
        return last_ == Place::kNone || last_ == Place::kBig;
      case Place::kTens:
        return last_ == Place::kUnit;
      case Place::kBig:
        return last_ != Place::kNone || MayBegin(at);
      case Place::kGap:
        return last_ == Place::kBig;
      case Place::kTail:
        return last_ == Place::kTen || last_ == Place::kTens || last_ == Place::kBig;
      default:
        return false;
    }
  }

  // `phần trăm` is a sign, and billions alone are a share of something.
  bool MayBegin(size_t at) const {
    if (Word(at) == "tỷ" || Word(at) == "tỉ") return false;
    return at == 0 || text_.tokens()[at - 1].folded != "phan";
  }

  // Whether the number can end here. A unit belongs to what comes behind it, but behind tens; there
  // five is `lăm`, and `năm` a year.
  bool IsWhole(size_t at) const {
    if (last_ != Place::kUnit) return last_ != Place::kGap;
    if (before_ == Place::kGap) return true;
    return (before_ == Place::kTen || before_ == Place::kTens) &&
           text_.tokens()[at].folded != "nam";
  }

  // Whether there is a unit of percents.
  bool IsShare() {
    return PlaceOf(first_) == Place::kUnit && first_ + 2 < text_.tokens().size() &&
           text_.tokens()[first_ + 1].folded == "phan" &&
           text_.tokens()[first_ + 2].folded == "tram";
  }

  const Text& text_;
  const size_t first_;
  Place last_ = Place::kNone;
  Place before_ = Place::kNone;
  bool plain_ = false;  // Some of it has lost its accents.
};

}  // namespace

size_t VietnameseNumberAt(const Text& text, size_t at) {
  return at < text.tokens().size() ? Reader(text, at).Count() : 0;
}

}  // namespace okapi::goals
