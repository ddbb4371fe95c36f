#include "services/cli/text_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace okapi::cli {
namespace {

constexpr char kEscape = '\x1b';

// Decodes the character at `at` and moves behind it; a byte that is no UTF-8 counts as one.
char32_t NextCharacter(absl::string_view text, size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
  char32_t character = more == 3   ? first & 0x07
                       : more == 2 ? first & 0x0F
                       : more == 1 ? first & 0x1F
                                   : first;
  while (more-- > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) {
    character = (character << 6) | (static_cast<unsigned char>(text[at++]) & 0x3F);
  }
  return character;
}

bool In(char32_t character, char32_t first, char32_t last) {
  return first <= character && character <= last;
}

// Unicode's East Asian Width W and F, and combining marks, to the extent that names of people and
// things use them. Not wcwidth(): it depends on the locale of the machine.
int WidthOf(char32_t c) {
  if (c < 0x20 || In(c, 0x7F, 0x9F) || In(c, 0x300, 0x36F) || In(c, 0x1AB0, 0x1AFF) ||
      In(c, 0x200B, 0x200F) || In(c, 0x20D0, 0x20FF) || In(c, 0xFE00, 0xFE0F)) {
    return 0;
  }
  const bool wide = In(c, 0x1100, 0x115F) || In(c, 0x2E80, 0x303E) || In(c, 0x3041, 0xA4CF) ||
                    In(c, 0xAC00, 0xD7A3) || In(c, 0xF900, 0xFAFF) || In(c, 0xFE30, 0xFE6F) ||
                    In(c, 0xFF00, 0xFF60) || In(c, 0x1F300, 0x1F64F) || In(c, 0x1F900, 0x1F9FF) ||
                    In(c, 0x20000, 0x3FFFD);
  return wide ? 2 : 1;
}

std::string Pad(const std::string& text, int width, TextTable::Align align) {
  const std::string blanks(static_cast<size_t>(std::max(0, width - DisplayWidth(text))), ' ');
  return align == TextTable::kRight ? blanks + text : text + blanks;
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  int width = 0;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == kEscape) {
      while (at < text.size() && text[at] != 'm') ++at;
      ++at;
      continue;
    }
    width += WidthOf(NextCharacter(text, at));
  }
  return width;
}

std::string Shorten(absl::string_view text, int width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  int used = 0;
  size_t at = 0;
  while (at < text.size()) {
    size_t next = at;
    const int more = WidthOf(NextCharacter(text, next));
    if (used + more > width - 1) break;
    used += more;
    at = next;
  }
  return absl::StrCat(text.substr(0, at), "…");
}

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
