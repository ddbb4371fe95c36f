#include "services/cli/reports/scorecard_headings.h"

#include "absl/strings/str_cat.h"
#include "services/cli/terminal/display_text.h"
#include "services/cli/terminal/text_table.h"

namespace okapi::cli {

std::vector<std::string> ScorecardHeadings::Above(const okapi::reporting::v1::ScorecardRow& row) {
  std::vector<std::string> lines;
  for (; left_ == 0 && group_ < scorecard_.groups_size(); ++group_) {
    left_ = scorecard_.groups(group_).row_count();
    const std::string name = Shorten(scorecard_.groups(group_).display_name(), kNameMax);
    lines.push_back(Painted(name.empty() ? "(none)" : name, Paint::kBold, colour_));
  }
  --left_;
  if (row.dimension() != dimension_ && !row.dimension().empty()) {
    lines.push_back(
        Painted(absl::StrCat("  by ", Shorten(row.dimension(), kNameMax)), Paint::kDim, colour_));
  }
  dimension_ = row.dimension();
  return lines;
}

std::string NameOf(const okapi::reporting::v1::ScorecardRow& row) {
  const bool part = !row.dimension().empty();
  std::string name = row.display_name();
  if (part && name.empty()) name = row.member().empty() ? "(none)" : row.member();
  return absl::StrCat(part ? "    " : "", Shorten(name, kNameMax));
}

}  // namespace okapi::cli
