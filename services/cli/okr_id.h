#pragma once

#include <set>
#include <string>

#include "absl/strings/string_view.h"

namespace okapi::cli {

// An id made of words: lower-case ASCII letters, digits and hyphens, from a letter; what is none is
// left out. `fallback` begins it where no letter would. Another one than those in `taken`, where it
// is then.
std::string IdOf(absl::string_view text, absl::string_view fallback, std::set<std::string>& taken);

}  // namespace okapi::cli
