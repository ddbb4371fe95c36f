#pragma once

#include <string>
#include <vector>

#include "services/cli/convert/okr_entry.h"

namespace okapi::cli {

// Where an entry belongs. All of them are entries by their index.
struct OkrPlace {
  // The objective of a key result or initiative.
  int objective = -1;
  // The key result it stands under, which an initiative is to move; -1: none.
  int key_result = -1;
  // The objectives that an objective is for, each once and in no circle.
  std::vector<int> parents;
};

// Says of every entry which part it is and where it belongs, by the form of the file or by ids and
// titles of parents. What was understood is taken out of the entries; what was not stays, and is
// told in the findings. Where a key result or initiative has no objective, one is made, at the end.
std::vector<OkrPlace> PlaceOkrs(OkrEntries& okrs);

}  // namespace okapi::cli
