#include "services/reporting/reports/scorecard_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::GetScorecardRequest;
using okapi::reporting::v1::Scorecard;
using okapi::reporting::v1::ScorecardRow;
using ::testing::ElementsAre;

void AddRow(const std::string& kpi, const std::string& display_name, const std::string& member,
            Scorecard& scorecard) {
  ScorecardRow& row = *scorecard.add_rows();
  row.set_kpi(kpi);
  row.set_display_name(display_name);
  if (!member.empty()) row.set_dimension("region");
  row.set_member(member);
}

// "Display name [name]: KPIs" of every group.
std::vector<std::string> GroupsOf(const Scorecard& scorecard) {
  std::vector<std::string> groups;
  auto row = scorecard.rows().begin();
  for (const auto& group : scorecard.groups()) {
    std::string text = absl::StrCat(group.display_name(), " [", group.name(), "]:");
    for (int i = 0; i < group.row_count(); ++i, ++row) absl::StrAppend(&text, " ", row->kpi());
    groups.push_back(text);
  }
  return groups;
}

// Only one of the KPIs has a name for its regions, and another one for one of them.
TEST(GroupRowsTest, AValueOfALabelIsOneGroupWhateverKpisCallIt) {
  ScorecardQuery query;
  query.group_by = GetScorecardRequest::LABEL;
  query.group_label = "region";
  Scorecard scorecard;
  AddRow("a", "A", "", scorecard);
  AddRow("a", "north", "north", scorecard);
  AddRow("a", "south", "south", scorecard);
  AddRow("b", "B", "", scorecard);
  AddRow("b", "Miền Bắc", "north", scorecard);
  AddRow("c", "C", "", scorecard);
  AddRow("c", "Up there", "north", scorecard);
  AddRow("c", "", "", scorecard);
  scorecard.mutable_rows()->rbegin()->set_dimension("region");
  AddRow("d", "D", "", scorecard);
  GroupRows(query, GoalsAnswers(), scorecard);
  EXPECT_THAT(GroupsOf(scorecard),
              ElementsAre("Miền Bắc [north]: a b c", "south [south]: a", " []: c d"));
  EXPECT_EQ(scorecard.rows(0).display_name(), "A") << "under its member a row is of its KPI";
}

}  // namespace
}  // namespace okapi::reporting
