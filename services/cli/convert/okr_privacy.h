#pragma once

#include <string>
#include <vector>

#include "services/cli/convert/okr_entry.h"

namespace okapi::cli {

// Whether something is private, as anything in its file says it: a column of visibility, one beside
// that, or another row. Rather hidden from somebody who might see it than shown to everybody: a
// visibility that nobody knows is private.
struct OkrPrivacy {
  bool is_private = false;
  // What was assumed, for people.
  std::vector<std::string> findings;
};

// What was understood is taken out of the entry.
OkrPrivacy TakePrivacy(OkrEntry& entry);

}  // namespace okapi::cli
