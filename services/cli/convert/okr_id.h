#pragma once

#include <map>
#include <string>

#include "absl/strings/string_view.h"

namespace okapi::cli {

// The ids of resources of one kind, no two of them alike.
class OkrIds {
 public:
  // Takes an id made of words: lower-case ASCII letters, digits and hyphens, from a letter; what is
  // none is left out. `fallback` begins it where no letter would. Where it is taken already a
  // number follows.
  std::string Take(absl::string_view text, absl::string_view fallback);

 private:
  // The number that follows next, by id.
  std::map<std::string, int> taken_;
};

}  // namespace okapi::cli
