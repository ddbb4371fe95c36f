#include "services/reporting/documents/scorecard_rows.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/reporting/documents/sections.h"
#include "services/reporting/documents/words.h"

namespace okapi::reporting::documents {
namespace {

using okapi::reporting::v1::Scorecard;
using okapi::reporting::v1::ScorecardRow;

Row GroupHeading(const std::string& name) {
  Row heading;
  heading.heading = true;
  heading.cells.push_back(Text(name.empty() ? "–" : name));
  return heading;
}

// "by region", of the members below it.
Row DimensionHeading(const std::string& dimension, const std::string& language) {
  Row heading;
  heading.level = 1;
  heading.cells.push_back(
      Text(absl::StrCat(Say(Word::kAlong, language), " ", dimension), Tone::kQuiet));
  return heading;
}

Row Named(const ScorecardRow& from) {
  Row row;
  row.level = from.dimension().empty() ? 0 : 2;
  std::string name = from.display_name();
  if (row.level > 0 && name.empty()) name = from.member().empty() ? "–" : from.member();
  row.cells.push_back(Text(std::move(name)));
  return row;
}

}  // namespace

void AddScorecardRows(
    const Scorecard& scorecard, const std::string& language,
    absl::FunctionRef<void(const std::string&, const ScorecardRow&, Row&)> add_cells,
    Table& table) {
  std::string group_name;
  std::string dimension;
  int group = 0;
  int left = 0;
  for (const ScorecardRow& from : scorecard.rows()) {
    while (left == 0 && group < scorecard.groups_size()) {
      left = scorecard.groups(group).row_count();
      group_name = scorecard.groups(group++).display_name();
      table.rows.push_back(GroupHeading(group_name));
    }
    --left;
    if (from.dimension() != dimension && !from.dimension().empty()) {
      table.rows.push_back(DimensionHeading(from.dimension(), language));
    }
    dimension = from.dimension();
    Row row = Named(from);
    add_cells(group_name, from, row);
    table.rows.push_back(std::move(row));
  }
}

}  // namespace okapi::reporting::documents
