#include "services/cli/terminal/text_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/cli/terminal/display_text.h"

namespace okapi::cli {
namespace {

std::string Pad(const std::string& text, int width, TextTable::Align align) {
  const std::string blanks(static_cast<size_t>(std::max(0, width - DisplayWidth(text))), ' ');
  return align == TextTable::kRight ? blanks + text : text + blanks;
}

}  // namespace

std::string TextTable::ToString() const {
  std::vector<int> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  std::string out;
  for (const auto& row : rows_) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      absl::StrAppend(&line, i == 0 ? "" : "  ", Pad(row[i], widths[i], columns_[i]));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&out, line, "\n");
  }
  return out;
}

std::string Painted(absl::string_view text, Paint paint, bool colour) {
  static constexpr const char* kCodes[] = {"", "1", "2", "32", "33", "31"};
  if (!colour || paint == Paint::kNone || text.empty()) return std::string(text);
  return absl::StrCat("\x1b[", kCodes[static_cast<int>(paint)], "m", text, "\x1b[0m");
}

}  // namespace okapi::cli
