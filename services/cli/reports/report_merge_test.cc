#include "services/cli/reports/report_merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/text_proto.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::WatchReportResponse;
using okapi::testing::FromText;
using ::testing::ElementsAre;

// Each row as KPI/member=actual of its only cell.
std::vector<std::string> Rows(const WatchReportResponse& report) {
  std::vector<std::string> rows;
  for (const auto& row : report.scorecard().rows()) {
    rows.push_back(absl::StrCat(row.kpi(), "/", row.member(), "=", row.cells(0).actual()));
  }
  return rows;
}

WatchReportResponse Whole() {
  return FromText<WatchReportResponse>(R"(
      full: true
      scorecard {
        rows { kpi: "b" cells { actual: 1 } }
        rows { kpi: "b" dimension: "region" member: "north" cells { actual: 2 } }
        rows { kpi: "d" cells { actual: 3 } }
        sources { service: "metrics" }
      })");
}

TEST(MergeReportTest, ChangedRowsTakeTheirPlaceNewOnesGoByName) {
  WatchReportResponse report;
  MergeReport(Whole(), report);
  MergeReport(FromText<WatchReportResponse>(R"(
      scorecard {
        rows { kpi: "b" dimension: "region" member: "north" cells { actual: 20 } }
        rows { kpi: "c" cells { actual: 4 } }
        rows { kpi: "a" cells { actual: 5 } }
        as_of_time { seconds: 9 }
        sources { service: "metrics" stale: true }
      })"),
              report);
  EXPECT_THAT(Rows(report), ElementsAre("a/=5", "b/=1", "b/north=20", "c/=4", "d/=3"));
  EXPECT_TRUE(report.scorecard().sources(0).stale());
  EXPECT_EQ(report.scorecard().as_of_time().seconds(), 9);
}

TEST(MergeReportTest, NewKpiComesWithItsPartsInOrder) {
  WatchReportResponse report = Whole();
  MergeReport(FromText<WatchReportResponse>(R"(
      scorecard {
        rows { kpi: "c" cells { actual: 1 } }
        rows { kpi: "c" dimension: "region" member: "south" cells { actual: 2 } }
        rows { kpi: "c" dimension: "region" member: "north" cells { actual: 3 } }
      })"),
              report);
  EXPECT_THAT(Rows(report),
              ElementsAre("b/=1", "b/north=2", "c/=1", "c/south=2", "c/north=3", "d/=3"));
}

TEST(MergeReportTest, RemovedKpisGoWithTheirParts) {
  WatchReportResponse report = Whole();
  MergeReport(FromText<WatchReportResponse>("scorecard {} removed: 'b'"), report);
  EXPECT_THAT(Rows(report), ElementsAre("d/=3"));
}

TEST(MergeReportTest, AFullMessageReplacesAll) {
  WatchReportResponse report = Whole();
  MergeReport(FromText<WatchReportResponse>(
                  "full: true scorecard { rows { kpi: 'x' cells { actual: 7 } } }"),
              report);
  EXPECT_THAT(Rows(report), ElementsAre("x/=7"));
  EXPECT_TRUE(report.scorecard().sources().empty());
}

TEST(MergeReportTest, Objectives) {
  auto report = FromText<WatchReportResponse>(R"(
      full: true
      okr_report {
        organization_display_name: "Acme"
        objectives { objective { name: "a" display_name: "old" } }
        objectives { objective { name: "b" } }
      })");
  MergeReport(FromText<WatchReportResponse>(R"(
      okr_report { objectives { objective { name: "a" display_name: "new" } } } removed: "b")"),
              report);
  ASSERT_EQ(report.okr_report().objectives_size(), 1);
  EXPECT_EQ(report.okr_report().objectives(0).objective().display_name(), "new");
  EXPECT_EQ(report.okr_report().organization_display_name(), "Acme");
}

// The objectives in order, each after blanks as deep as it is.
std::string Tree(const WatchReportResponse& report) {
  std::string tree;
  for (const auto& part : report.okr_report().objectives()) {
    absl::StrAppend(&tree, std::string(static_cast<size_t>(part.depth()), ' '),
                    part.objective().name(), "\n");
  }
  return tree;
}

TEST(MergeReportTest, ObjectivesKeepTheOrderOfTheTree) {
  auto report = FromText<WatchReportResponse>(R"(
      full: true
      okr_report {
        objectives { objective { name: "m" } }
        objectives { objective { name: "b" } parent: "m" depth: 1 }
        objectives { objective { name: "c" } parent: "b" depth: 2 }
        objectives { objective { name: "z" } }
      })");
  // A new one under the top, and one that moves with what is under it.
  MergeReport(FromText<WatchReportResponse>(R"(
      okr_report {
        objectives { objective { name: "a" } parent: "m" depth: 1 }
        objectives { objective { name: "b" } parent: "z" depth: 1 }
      })"),
              report);
  EXPECT_EQ(Tree(report), "m\n a\nz\n b\n  c\n");
  // The top goes, and what was under it becomes one.
  MergeReport(FromText<WatchReportResponse>(
                  R"(okr_report { objectives { objective { name: "a" } } } removed: "m")"),
              report);
  EXPECT_EQ(Tree(report), "a\nz\n b\n  c\n");
}

}  // namespace
}  // namespace okapi::cli
