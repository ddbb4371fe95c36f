#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "okapi/goals/v1/resources.pb.h"

// OKRs that people wrote down as Markdown.
namespace okapi::cli {

// What was made of a line that its words alone do not say.
struct MarkdownNote {
  int line = 0;
  std::string text;
};

// An objective; the `name` of each part is its id.
struct MarkdownObjective {
  okapi::goals::v1::Objective objective;
  std::vector<okapi::goals::v1::KeyResult> key_results;
  std::vector<okapi::goals::v1::Initiative> initiatives;
};

struct MarkdownOkrs {
  std::vector<MarkdownObjective> objectives;
  // By line.
  std::vector<MarkdownNote> notes;
};

// Reads objectives, key results and initiatives:
// - An objective is a heading or an item that says so (`Objective: ...`, `O1: ...`, `Mục tiêu:
// ...`).
//   Where none does, it is every heading below the first level, or every heading if there are no
//   others.
// - Key results are the items below it, or what says so (`KR1: ...`, `Kết quả then chốt: ...`).
// - Initiatives are items with a box to tick, those under a heading of that name, and what says so.
//   One under a key result is to move it.
// Everything else is kept as the description of what it stands under, and noted: nothing is lost.
// What stands before the first objective is noted only.
MarkdownOkrs ReadMarkdownOkrs(absl::string_view text);

// As a company file with nothing else in it. `organization` and `cycle` are the ids of what the
// objectives are for, which exist.
std::string CompanyFileOf(const MarkdownOkrs& okrs, const std::string& organization,
                          const std::string& cycle);

}  // namespace okapi::cli
