#pragma once

#include "absl/strings/string_view.h"
#include "services/cli/convert/okr_entry.h"

namespace okapi::cli {

// Reads OKRs that people wrote down as Markdown:
// - An objective is a heading or an item that says so (`Objective: ...`, `O1: ...`, `Mục tiêu:
// ...`).
//   Where none does, it is every heading below the first level, or every heading if there are no
//   others.
// - Key results are the items below it, or what says so (`KR1: ...`, `Kết quả then chốt: ...`).
// - Initiatives are items with a box to tick, those under a heading of that name, and what says so.
//   One under a key result is to move it.
// Everything else is kept as the description of what it stands under, and noted: nothing is lost.
// What stands before the first objective is noted only.
OkrEntries ReadMarkdownOkrs(absl::string_view text);

}  // namespace okapi::cli
