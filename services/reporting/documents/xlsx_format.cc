#include "services/reporting/documents/xlsx_format.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/text/quantity.h"

namespace okapi::reporting::documents {
namespace {

using okapi::common::v1::Unit;

// Deeper rows look the same.
constexpr int kIndentMax = 15;
constexpr double kSecondsOfDay = 86400;

std::string MoneyFormat(double value, const std::string& code) {
  const bool whole =
      !text::HasCents(code) || std::abs(value) >= 10'000 || value == std::round(value);
  const std::string number = whole ? "#,##0" : "#,##0.00";
  if (code == "USD") return absl::StrCat("\"$\"", number);
  // A quote would end the text of the format.
  const bool plain =
      std::all_of(code.begin(), code.end(), [](unsigned char c) { return absl::ascii_isalnum(c); });
  return plain ? absl::StrCat(number, " \"", code, "\"") : number;
}

lxw_color_t ColourOf(Tone tone) {
  switch (tone) {
    case Tone::kGood:
      return 0x1A7440;
    case Tone::kWarning:
      return 0x8A5A00;
    case Tone::kBad:
      return 0xB3261E;
    case Tone::kQuiet:
      return 0x5B6776;
    case Tone::kPlain:
      break;
  }
  return LXW_COLOR_BLACK;
}

}  // namespace

std::string NumberFormat(double value, const Unit& unit) {
  switch (unit.kind_case()) {
    case Unit::kCurrencyCode:
      return MoneyFormat(value, unit.currency_code());
    case Unit::kPercent:
      return "0.0%";
    case Unit::kDuration:
      return "[h]:mm:ss";
    case Unit::kCountOf:
    case Unit::kPoints:
    case Unit::KIND_NOT_SET:
      break;
  }
  return value == std::round(value) || std::abs(value) >= 1000 ? "#,##0" : "#,##0.00";
}

double CellNumber(double value, const Unit& unit) {
  return unit.kind_case() == Unit::kDuration ? value / kSecondsOfDay : value;
}

lxw_format* FormatBook::Get(const std::string& number_format, Tone tone, int level, bool bold) {
  level = std::min(level, kIndentMax);
  lxw_format*& format = formats_[{number_format, tone, level, bold}];
  if (format != nullptr) return format;
  format = workbook_add_format(workbook_);
  if (!number_format.empty()) format_set_num_format(format, number_format.c_str());
  if (tone != Tone::kPlain) format_set_font_color(format, ColourOf(tone));
  if (level > 0) format_set_indent(format, static_cast<uint8_t>(level));
  if (bold) {
    format_set_bold(format);
    format_set_bg_color(format, 0xF3F5F8);
  }
  return format;
}

lxw_format* FormatBook::Head() {
  if (head_ != nullptr) return head_;
  head_ = workbook_add_format(workbook_);
  format_set_bold(head_);
  format_set_bg_color(head_, 0xDDE3EA);
  format_set_bottom(head_, LXW_BORDER_THIN);
  return head_;
}

}  // namespace okapi::reporting::documents
