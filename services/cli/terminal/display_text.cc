#include "services/cli/terminal/display_text.h"

#include "absl/strings/str_cat.h"

namespace okapi::cli {
namespace {

constexpr char kEscape = '\x1b';
constexpr char32_t kReplacement = 0xFFFD;

bool In(char32_t character, char32_t first, char32_t last) {
  return first <= character && character <= last;
}

// Unicode's East Asian Width W and F, and combining marks, to the extent that names of people and
// things use them. Not wcwidth(): it depends on the locale of the machine.
int WidthOf(char32_t c) {
  if (IsControl(c) || In(c, 0x300, 0x36F) || In(c, 0x1AB0, 0x1AFF) || In(c, 0x200B, 0x200F) ||
      In(c, 0x20D0, 0x20FF) || In(c, 0xFE00, 0xFE0F)) {
    return 0;
  }
  const bool wide = In(c, 0x1100, 0x115F) || In(c, 0x2E80, 0x303E) || In(c, 0x3041, 0xA4CF) ||
                    In(c, 0xAC00, 0xD7A3) || In(c, 0xF900, 0xFAFF) || In(c, 0xFE30, 0xFE6F) ||
                    In(c, 0xFF00, 0xFF60) || In(c, 0x1F300, 0x1F64F) || In(c, 0x1F680, 0x1F6FF) ||
                    In(c, 0x1F900, 0x1F9FF) || In(c, 0x1FA70, 0x1FAFF) || In(c, 0x20000, 0x3FFFD);
  return wide ? 2 : 1;
}

}  // namespace

char32_t NextCharacter(absl::string_view text, size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  if (first < 0x80) return first;
  int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
  if (more == 0) return kReplacement;
  char32_t character = first & (0x3F >> more);
  for (; more > 0; --more) {
    if (at >= text.size() || (text[at] & 0xC0) != 0x80) return kReplacement;
    character = (character << 6) | (static_cast<unsigned char>(text[at++]) & 0x3F);
  }
  return character;
}

bool IsControl(char32_t c) {
  // Also those that turn the direction of writing, for they reorder the rest of the line.
  return c < 0x20 || In(c, 0x7F, 0x9F) || In(c, 0x2028, 0x202E) || In(c, 0x2066, 0x2069);
}

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

std::string OneLine(absl::string_view text) {
  std::string line;
  for (size_t at = 0; at < text.size();) {
    const size_t first = at;
    if (IsControl(NextCharacter(text, at))) {
      line += ' ';
    } else {
      absl::StrAppend(&line, text.substr(first, at - first));
    }
  }
  return line;
}

std::string Shorten(absl::string_view from, int width) {
  std::string line = OneLine(from);
  if (DisplayWidth(line) <= width) return line;
  const absl::string_view text = line;
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

}  // namespace okapi::cli
