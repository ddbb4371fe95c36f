#include "services/reporting/live/report_delta.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace okapi::reporting {
namespace {

using okapi::reporting::v1::ObjectiveReport;
using okapi::reporting::v1::ScorecardRow;
using okapi::reporting::v1::WatchReportResponse;
using ::testing::ElementsAre;

void AddRow(WatchReportResponse& report, const std::string& kpi, const std::string& member,
            double actual) {
  ScorecardRow* row = report.mutable_scorecard()->add_rows();
  row->set_kpi("organizations/o/kpis/" + kpi);
  if (!member.empty()) row->set_dimension("region");
  row->set_member(member);
  row->add_cells()->set_actual(actual);
}

WatchReportResponse ScorecardReport() {
  WatchReportResponse report;
  report.mutable_scorecard()->set_organization("organizations/o");
  report.mutable_scorecard()->add_periods()->set_id("2025-01");
  report.mutable_scorecard()->mutable_as_of_time()->set_seconds(100);
  auto* source = report.mutable_scorecard()->add_sources();
  source->set_service("metrics");
  source->mutable_answer_time()->set_seconds(100);
  AddRow(report, "deals", "", 7);
  AddRow(report, "revenue", "", 10);
  AddRow(report, "revenue", "north", 4);
  return report;
}

TEST(ScorecardDeltaTest, PassingTimeAloneIsNoChange) {
  const WatchReportResponse before = ScorecardReport();
  WatchReportResponse after = before;
  after.mutable_scorecard()->mutable_as_of_time()->set_seconds(200);
  after.mutable_scorecard()->mutable_sources(0)->mutable_answer_time()->set_seconds(200);
  EXPECT_FALSE(DeltaOf(before, after).has_value());
}

TEST(ScorecardDeltaTest, HoldsOnlyTheChangedRowsAndTheColumns) {
  const WatchReportResponse before = ScorecardReport();
  WatchReportResponse after = before;
  after.mutable_scorecard()->mutable_rows(2)->mutable_cells(0)->set_actual(5);
  const auto delta = DeltaOf(before, after);
  ASSERT_TRUE(delta.has_value());
  EXPECT_FALSE(delta->full());
  ASSERT_EQ(delta->scorecard().rows_size(), 1);
  EXPECT_EQ(delta->scorecard().rows(0).member(), "north");
  EXPECT_EQ(delta->scorecard().rows(0).cells(0).actual(), 5);
  EXPECT_EQ(delta->scorecard().periods_size(), 1);
  EXPECT_EQ(delta->scorecard().sources_size(), 1);
}

TEST(ScorecardDeltaTest, AKpiThatComesBringsItsRowsAndOneThatGoesIsNamed) {
  const WatchReportResponse before = ScorecardReport();
  WatchReportResponse after = before;
  after.mutable_scorecard()->mutable_rows()->DeleteSubrange(0, 1);
  AddRow(after, "visitors", "", 3);
  const auto delta = DeltaOf(before, after);
  ASSERT_TRUE(delta.has_value());
  EXPECT_THAT(delta->removed(), ElementsAre("organizations/o/kpis/deals"));
  ASSERT_EQ(delta->scorecard().rows_size(), 1);
  EXPECT_EQ(delta->scorecard().rows(0).kpi(), "organizations/o/kpis/visitors");
}

TEST(ScorecardDeltaTest, ANewMemberOfABreakdownGivesTheWholeReport) {
  const WatchReportResponse before = ScorecardReport();
  WatchReportResponse after = before;
  AddRow(after, "revenue", "south", 1);
  const auto delta = DeltaOf(before, after);
  ASSERT_TRUE(delta.has_value());
  EXPECT_TRUE(delta->full());
  EXPECT_EQ(delta->scorecard().rows_size(), 4);
}

TEST(ScorecardDeltaTest, OtherColumnsGiveTheWholeReport) {
  const WatchReportResponse before = ScorecardReport();
  WatchReportResponse after = before;
  after.mutable_scorecard()->mutable_periods(0)->set_id("2025-02");
  EXPECT_TRUE(DeltaOf(before, after)->full());
}

TEST(ScorecardDeltaTest, AServiceThatGoesAwayIsTold) {
  const WatchReportResponse before = ScorecardReport();
  WatchReportResponse after = before;
  after.mutable_scorecard()->mutable_sources(0)->set_stale(true);
  const auto delta = DeltaOf(before, after);
  ASSERT_TRUE(delta.has_value());
  EXPECT_EQ(delta->scorecard().rows_size(), 0);
  EXPECT_TRUE(delta->scorecard().sources(0).stale());
}

WatchReportResponse OkrReportOf(const std::vector<std::string>& objectives) {
  WatchReportResponse report;
  report.mutable_okr_report()->set_organization("organizations/o");
  report.mutable_okr_report()->add_members()->set_name("organizations/o/members/an");
  report.mutable_okr_report()->add_sources()->set_service("goals");
  for (const std::string& objective : objectives) {
    report.mutable_okr_report()->add_objectives()->mutable_objective()->set_name(objective);
  }
  return report;
}

TEST(OkrReportDeltaTest, HoldsChangedAndNewObjectivesAndNamesThoseThatLeft) {
  const WatchReportResponse before = OkrReportOf({"a", "b", "c"});
  WatchReportResponse after = OkrReportOf({"b", "c", "d"});
  ObjectiveReport* changed = after.mutable_okr_report()->mutable_objectives(1);
  changed->add_key_results()->set_current_value(3);
  const auto delta = DeltaOf(before, after);
  ASSERT_TRUE(delta.has_value());
  EXPECT_FALSE(delta->full());
  ASSERT_EQ(delta->okr_report().objectives_size(), 2);
  EXPECT_EQ(delta->okr_report().objectives(0).objective().name(), "c");
  EXPECT_EQ(delta->okr_report().objectives(1).objective().name(), "d");
  EXPECT_THAT(delta->removed(), ElementsAre("a"));
  EXPECT_EQ(delta->okr_report().members_size(), 0);
}

TEST(OkrReportDeltaTest, AnObjectiveThatMovesInTheTreeIsSentAgain) {
  const WatchReportResponse before = OkrReportOf({"a", "b", "c"});
  WatchReportResponse after = OkrReportOf({"a", "c", "b"});
  after.mutable_okr_report()->mutable_objectives(1)->set_parent("a");
  after.mutable_okr_report()->mutable_objectives(1)->set_depth(1);
  const auto delta = DeltaOf(before, after);
  ASSERT_TRUE(delta.has_value());
  ASSERT_EQ(delta->okr_report().objectives_size(), 1);
  EXPECT_EQ(delta->okr_report().objectives(0).objective().name(), "c");
  EXPECT_EQ(delta->okr_report().objectives(0).parent(), "a");
}

TEST(OkrReportDeltaTest, NothingChangedIsNothing) {
  const WatchReportResponse report = OkrReportOf({"a"});
  EXPECT_FALSE(DeltaOf(report, report).has_value());
}

TEST(OkrReportDeltaTest, AChangedMemberGivesTheWholeReport) {
  const WatchReportResponse before = OkrReportOf({"a"});
  WatchReportResponse after = before;
  after.mutable_okr_report()->mutable_members(0)->set_display_name("An");
  const auto delta = DeltaOf(before, after);
  ASSERT_TRUE(delta.has_value());
  EXPECT_TRUE(delta->full());
  EXPECT_EQ(delta->okr_report().members_size(), 1);
}

}  // namespace
}  // namespace okapi::reporting
