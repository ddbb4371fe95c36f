#pragma once

#include <string>

#include "absl/strings/string_view.h"

// UTF-8 text as a terminal shows it.
namespace okapi::cli {

// Decodes the character at `at` and moves behind it; what is no UTF-8 counts as U+FFFD.
// Precondition: `at` is in the text.
char32_t NextCharacter(absl::string_view text, size_t& at);
// Whether a terminal would act on the character instead of showing it.
bool IsControl(char32_t character);

// How many columns a terminal needs for UTF-8 text: combining marks need none, wide characters two.
// Escape sequences for colours need none.
int DisplayWidth(absl::string_view text);
// Text from outside on one line: control characters become blanks, so that nobody's display name
// moves the cursor or breaks a row.
std::string OneLine(absl::string_view text);
// As many columns as a name gets in a table.
inline constexpr int kNameMax = 44;
// OneLine, cut to at most `width` columns, with an ellipsis where something is missing.
std::string Shorten(absl::string_view text, int width);

}  // namespace okapi::cli
