// Dashboards and snapshots as files.

#include "services/reporting/documents/kept_documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/reporting/documents/csv_writer.h"
#include "services/reporting/documents/kept_records.h"
#include "services/reporting/documents/report_document.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting::documents {
namespace {

using okapi::reporting::v1::DashboardContent;
using okapi::reporting::v1::Snapshot;
using okapi::testing::FromText;
using ::testing::ElementsAre;

DashboardContent Board() {
  return FromText<DashboardContent>(R"pb(
    dashboard {
      name: "organizations/acme/dashboards/board"
      display_name: "The board"
      description: "For Mondays"
      widgets { id: "words" title: "Read this" text: "Look north" }
      widgets { id: "card" title: "Numbers" text: "In dollars" }
      widgets { id: "both" title: "All" }
      widgets { id: "gone" }
    }
    widgets { id: "words" }
    widgets {
      id: "card"
      report {
        scorecard {
          organization: "organizations/acme"
          periods { id: "2025-12" }
          rows {
            kpi: "organizations/acme/kpis/sales"
            display_name: "Sales"
            cells { actual: 12 }
          }
          as_of_time { seconds: 1767225599 }
        }
      }
    }
    widgets {
      id: "both"
      report { combined_report { as_of_time { seconds: 1767225599 } } }
    }
    widgets { id: "gone" problem: "it does not exist" }
    as_of_time { seconds: 1767225599 })pb");
}

// "Heading: line / line (rows)".
std::vector<std::string> Outline(const Document& document) {
  std::vector<std::string> sections;
  for (const Section& section : document.sections) {
    std::string text = section.heading + ":";
    for (const Line& line : section.lines) text += " " + line.text + " /";
    sections.push_back(text + " " + std::to_string(section.table.rows.size()));
  }
  return sections;
}

TEST(KeptDocumentsTest, ADashboardIsAllItsWidgetsWithWhatCouldNotBeHad) {
  const Document document = DocumentOf(Board(), "en");
  EXPECT_EQ(document.title, "The board");
  EXPECT_EQ(document.subtitle, "As of 2025-12-31 23:59 UTC");
  EXPECT_THAT(Outline(document),
              ElementsAre(": For Mondays / 0", "Read this: Look north / 0",
                          "Numbers: In dollars / As of 2025-12-31 23:59 UTC / 1",
                          "All: Between KPIs and OKRs: As of 2025-12-31 23:59 UTC / Nothing. / 0",
                          "All: Scorecard: 0", "All: Objectives and key results: 0",
                          "gone: it does not exist / 0"));
}

TEST(KeptDocumentsTest, ADashboardInCsvSaysOfWhichWidgetTheTablesAre) {
  DashboardContent board = Board();
  board.mutable_dashboard()->mutable_widgets()->DeleteSubrange(2, 1);
  board.mutable_widgets()->DeleteSubrange(2, 1);
  EXPECT_EQ(
      WriteCsv(RecordsOf(board)),
      "dashboard,display_name,as_of_time\r\n"
      "organizations/acme/dashboards/board,The board,2025-12-31T23:59:59Z\r\n\r\n"
      "widget,title,text,problem\r\n"
      "words,Read this,Look north,\r\n\r\n"
      "widget,title,text,problem\r\n"
      "card,Numbers,In dollars,\r\n\r\n"
      "kpi,display_name,dimension,member,unit,period,actual,target,due_target,attainment,"
      "status,change,year_change,sample_count,open,owner,owner_name,team,team_name,"
      "coverage,last_sample_time,forecast,forecast_low,forecast_high,forecast_likelihood,"
      "unknown,target_max,due_target_max\r\n"
      "organizations/acme/kpis/sales,Sales,,,,2025-12,12,,,,,,,0,false,,,,,,,,,,,false,,\r\n\r\n"
      "widget,title,text,problem\r\n"
      "gone,,,it does not exist\r\n");
}

TEST(KeptDocumentsTest, ADashboardHasNoMoreChartsThanAReport) {
  DashboardContent board = Board();
  auto& rows = *board.mutable_widgets(1)->mutable_report()->mutable_scorecard()->mutable_rows();
  while (rows.size() < kChartsMax - 1) *rows.Add() = rows[0];
  *board.mutable_dashboard()->add_widgets() = board.dashboard().widgets(1);
  *board.add_widgets() = board.widgets(1);
  const Document document = DocumentOf(board, "en");
  size_t charts = 0;
  for (const Section& section : document.sections) charts += section.charts.size();
  EXPECT_EQ(charts, kChartsMax);
  EXPECT_EQ(document.sections.back().charts.size(), 1);
  EXPECT_EQ(document.sections.back().lines.back().text, "Charts are drawn of the first KPIs only.");
}

TEST(KeptDocumentsTest, ThatThereAreNoMoreChartsIsSaidOnceOfEachReport) {
  DashboardContent board = Board();
  auto& rows = *board.mutable_widgets(1)->mutable_report()->mutable_scorecard()->mutable_rows();
  while (rows.size() <= kChartsMax) *rows.Add() = rows[0];
  *board.mutable_dashboard()->add_widgets() = board.dashboard().widgets(1);
  *board.add_widgets() = board.widgets(1);
  const Document document = DocumentOf(board, "en");
  int times = 0;
  for (const Section& section : document.sections) {
    for (const Line& line : section.lines) {
      times += line.text == "Charts are drawn of the first KPIs only." ? 1 : 0;
    }
  }
  EXPECT_EQ(times, 2);
}

constexpr char kSnapshot[] = R"pb(
  name: "organizations/acme/snapshots/p-2025-12"
  period: "2025-12"
  note: "For the board"
  author: "organizations/acme/members/an"
  create_time { seconds: 1767229199 }
  as_of_time { seconds: 1767225599 }
  sha256: "abc"
  reports {
    alignment_report {
      organization: "organizations/acme"
      as_of_time { seconds: 1767225599 }
    }
  }
  reports { review_pack { organization: "organizations/acme" } })pb";

TEST(KeptDocumentsTest, ASnapshotSaysWhenByWhomAndWhyAndThenWhatWasSeen) {
  const Document document =
      DocumentOf(FromText<Snapshot>(kSnapshot), "en", {{"organizations/acme/members/an", "An"}});
  EXPECT_EQ(document.title, "Snapshot – 2025-12");
  EXPECT_EQ(document.subtitle, "2026-01-01 00:59 UTC by An");
  const auto outline = Outline(document);
  ASSERT_EQ(outline.size(), 4);
  EXPECT_EQ(outline[0], "Snapshot: For the board / SHA-256 abc / 0");
  EXPECT_EQ(outline[1], "Alignment: As of 2025-12-31 23:59 UTC / 0");
}

TEST(KeptDocumentsTest, ASnapshotInCsvCountsItsReports) {
  EXPECT_EQ(
      WriteCsv(RecordsOf(FromText<Snapshot>(kSnapshot), {{"organizations/acme/members/an", "An"}})),
      "snapshot,display_name,period,as_of_time,create_time,author,author_name,note,sha256\r\n"
      "organizations/acme/snapshots/p-2025-12,,2025-12,2025-12-31T23:59:59Z,"
      "2026-01-01T00:59:59Z,organizations/acme/members/an,An,For the board,abc\r\n\r\n"
      "report,kind\r\n"
      "1,alignment_report\r\n\r\n"
      "name,display_name,depth,progress,status,orphan,children,kpis\r\n\r\n"
      "report,kind\r\n"
      "2,review_pack\r\n\r\n"
      "resource,display_name,unit,start_value,end_value,status,objective_name,start_period,"
      "end_period,start_open,end_open,same_part\r\n\r\n"
      "time,kind,resource,display_name,author,text,value,author_name,objective_name,fields,"
      "changes\r\n");
}

}  // namespace
}  // namespace okapi::reporting::documents
