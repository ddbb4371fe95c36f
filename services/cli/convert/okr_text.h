#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace okapi::cli {

// How many bytes a name of anything may have here.
inline constexpr size_t kNameBytesMax = 200;

// As a name: on one line, cut to what a name has room for, not within a character.
std::string CutName(absl::string_view text, size_t bytes_max = kNameBytesMax);

// As a description: without what no text may hold, cut to the 4000 characters that it may have.
// `left_out`: what had no room.
std::string CutDescription(absl::string_view text, std::string& left_out);

}  // namespace okapi::cli
