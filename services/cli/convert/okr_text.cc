#include "services/cli/convert/okr_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "common/api/request_check.h"

namespace okapi::cli {
namespace {

bool IsWithinCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

std::string CutName(absl::string_view text, size_t bytes_max) {
  std::string name(text);
  for (char& c : name) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) c = ' ';
  }
  absl::StripAsciiWhitespace(&name);
  if (name.size() <= bytes_max) return name;
  size_t end = bytes_max;
  while (end > 0 && IsWithinCharacter(name[end])) --end;
  return name.substr(0, end);
}

std::string CutDescription(absl::string_view text, std::string& left_out) {
  std::string description(text);
  std::replace(description.begin(), description.end(), '\0', ' ');
  left_out.clear();
  if (api::CodePoints(description) <= api::kTextLengthMax) return description;
  size_t end = 0;
  for (int count = 0; end < description.size(); ++end) {
    if (!IsWithinCharacter(description[end]) && ++count > api::kTextLengthMax) break;
  }
  left_out = description.substr(end);
  description.resize(end);
  return description;
}

}  // namespace okapi::cli
