// A report of one KPI through the writers that are text.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/reporting/documents/csv_writer.h"
#include "services/reporting/documents/html_writer.h"
#include "services/reporting/documents/records.h"
#include "services/reporting/documents/report_document.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting::documents {
namespace {

using okapi::reporting::v1::Report;
using okapi::testing::FromText;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string KpiCsv(const Report& report) { return WriteCsv(RecordsOf(report)); }
std::string KpiHtml(const Report& report) { return WriteHtml(DocumentOf(report, "en")); }

// A KPI with three months, of which the last is open, and more fields of its report.
Report KpiReport(const std::string& more) {
  Report report = FromText<Report>(R"pb(
    kpi_report {
      kpi {
        name: "organizations/acme/kpis/revenue"
        display_name: "Revenue"
        unit { currency_code: "USD" }
      }
      periods { id: "2025-01" }
      periods { id: "2025-02" }
      periods { id: "2025-03" }
      row {
        kpi: "organizations/acme/kpis/revenue"
        display_name: "Revenue"
        unit { currency_code: "USD" }
        cells { actual: 10 }
        cells { actual: 20 }
        cells { actual: 5 open: true }
      }
    })pb");
  report.mutable_kpi_report()->MergeFrom(FromText<okapi::reporting::v1::KpiReport>(more));
  return report;
}

TEST(KpiReportTest, CommentsAreATable) {
  const Report report = KpiReport(R"pb(comments {
                                         name: "organizations/acme/kpis/revenue/comments/m"
                                         text: "Tết, as <every> year"
                                         author: "organizations/acme/members/ann"
                                         period: "2025-01"
                                         comment_time { seconds: 1740000000 }
                                       })pb");
  EXPECT_THAT(KpiCsv(report),
              HasSubstr("\r\n\r\nname,period,comment_time,author,text,author_name\r\n"
                        "organizations/acme/kpis/revenue/comments/m,2025-01,2025-02-19T21:20:00Z,"
                        "organizations/acme/members/ann,\"Tết, as <every> year\",\r\n"));
  const Document document = DocumentOf(report, "vi");
  ASSERT_EQ(document.sections.size(), 2);
  EXPECT_EQ(document.sections[1].heading, "Bình luận");
  const auto& cells = document.sections[1].table.rows.at(0).cells;
  EXPECT_EQ(std::get<std::string>(cells[0].content), "2025-02-19 21:20");
  EXPECT_EQ(std::get<std::string>(cells[1].content), "2025-01");
  EXPECT_EQ(std::get<std::string>(cells[2].content), "ann");
  EXPECT_THAT(KpiHtml(report), HasSubstr("Tết, as &lt;every&gt; year"));
}

TEST(KpiReportTest, DecisionsAreATable) {
  const Report report = KpiReport(R"pb(
    people { name: "organizations/acme/members/an" display_name: "An" }
    decisions {
      name: "organizations/acme/decisions/d"
      subject: "organizations/acme/kpis/revenue"
      text: "A second shop"
      author: "organizations/acme/members/an"
      decision_time { seconds: 1740000000 }
      expected_effect: "as much again"
      expected_value: 2000
      review_date { year: 2026 month: 1 day: 31 }
      number { unit { currency_code: "USD" } }
      verdict {
        outcome: WORKED_PARTLY
        text: "it cost more"
        author: "organizations/acme/members/an"
        verdict_time { seconds: 1740000000 }
      }
    }
    decisions {
      name: "organizations/acme/decisions/e"
      subject: "organizations/acme/kpis/revenue"
      text: "Wait"
    })pb");
  EXPECT_THAT(
      KpiCsv(report),
      HasSubstr(
          "\r\n\r\nname,subject,decision_time,author,author_name,text,expected_effect,"
          "expected_value,review_date,outcome,verdict,verdict_author,verdict_author_name,"
          "verdict_time\r\n"
          "organizations/acme/decisions/d,organizations/acme/kpis/revenue,"
          "2025-02-19T21:20:00Z,organizations/acme/members/an,An,A second shop,as much again,"
          "2000,2026-01-31,WORKED_PARTLY,it cost more,organizations/acme/members/an,An,"
          "2025-02-19T21:20:00Z\r\n"
          "organizations/acme/decisions/e,organizations/acme/kpis/revenue,,,,Wait,,,,,,,,\r\n"));
  const Document document = DocumentOf(report, "vi");
  ASSERT_EQ(document.sections.size(), 2);
  EXPECT_EQ(document.sections[1].heading, "Quyết định");
  std::vector<std::string> words;
  for (const Cell& cell : document.sections[1].table.rows.at(0).cells) {
    words.push_back(std::get<std::string>(cell.content));
  }
  EXPECT_THAT(words, ElementsAre("2025-02-19 21:20", "A second shop", "An", "$2.000: as much again",
                                 "2026-01-31", "Hiệu quả một phần, bởi An: it cost more"));
}

TEST(KpiReportTest, CsvHasATableForEachKindOfFacts) {
  Report report = KpiReport(R"pb(
    members {
      kpi: "organizations/acme/kpis/revenue"
      display_name: "North"
      dimension: "region"
      member: "north"
      contribution { difference: -40 share: 1.25 period: "2025-02" previous_period: "2025-01" }
    }
    members {
      dimension: "region"
      member: "south"
      contribution { difference: 8 }
    }
    members { dimension: "region" member: "west" }
    season { place: 1 factor: 0.5 years: 3 month: 4 }
    season { place: 12 factor: 1.7 years: 2 month: 3 }
    definition_changes {
      effective_date { year: 2025 month: 2 day: 1 }
      period_index: 1
      fields: "metric"
      fields: "selector"
    })pb");
  *report.mutable_kpi_report()->mutable_row()->mutable_forecast() =
      FromText<okapi::common::v1::Forecast>("value: 14.5 low: 10 high: 20 likelihood: 0.25");
  EXPECT_THAT(KpiCsv(report),
              HasSubstr("\r\n\r\n"
                        "period,value,low,high,likelihood\r\n"
                        "2025-03,14.5,10,20,0.25\r\n\r\n"
                        "dimension,member,difference,share,period,previous_period\r\n"
                        "region,north,-40,1.25,2025-02,2025-01\r\n"
                        "region,south,8,,,\r\n\r\n"
                        "place,factor,years,month\r\n"
                        "1,0.5,3,4\r\n"
                        "12,1.7,2,3\r\n\r\n"
                        "effective_date,period,changed_fields\r\n"
                        "2025-02-01,2025-02,metric selector\r\n\r\n"
                        "name,period,comment_time,author,text,author_name\r\n"));
}

// Each dimension made the whole change by itself, so they do not stand in one table.
TEST(KpiReportTest, WhoMadeTheDifferenceBetweenWhichPeriodsByWhat) {
  const Report report = KpiReport(R"pb(
    kpi {
      display_name: "Revenue"
      dimensions { label: "region" display_name: "Khu vực" }
      dimensions { label: "channel" }
    }
    members {
      display_name: "North"
      dimension: "region"
      member: "north"
      contribution { difference: 2 period: "2025-02" previous_period: "2025-01" }
    }
    members {
      display_name: "Web"
      dimension: "channel"
      member: "web"
      contribution { difference: 1 period: "2025-02" previous_period: "2025-01" }
    }
    members {
      dimension: "channel"
      contribution { difference: 1 period: "2025-02" previous_period: "2025-01" }
    })pb");
  const Document vietnamese = DocumentOf(report, "vi");
  ASSERT_EQ(vietnamese.sections.size(), 3);
  EXPECT_EQ(vietnamese.sections[1].heading, "Ai tạo ra khác biệt theo Khu vực");
  EXPECT_EQ(vietnamese.sections[1].lines.at(0).text, "Thay đổi: 2025-01 → 2025-02");
  EXPECT_EQ(vietnamese.sections[1].table.rows.size(), 1);
  const Section channels = DocumentOf(report, "en").sections[2];
  EXPECT_EQ(channels.heading, "Who made the difference by channel");
  EXPECT_EQ(std::get<std::string>(channels.table.rows.at(1).cells[0].content), "–");
}

TEST(KpiReportTest, TheChartMarksWhereTheDefinitionChanged) {
  EXPECT_THAT(KpiHtml(KpiReport("")), Not(HasSubstr("Computed in another way")));
  const Report report = KpiReport(R"pb(
    definition_changes {
      effective_date { year: 2025 month: 2 day: 1 }
      period_index: 1
      fields: "metric"
    })pb");
  const Document document = DocumentOf(report, "en");
  const auto& marks = document.sections[0].charts.at(0).marks;
  ASSERT_EQ(marks.size(), 1);
  EXPECT_EQ(marks[0].category, 1);
  EXPECT_EQ(marks[0].text, "2025-02-01");
  // Three columns between 64 and 360: the second begins at 162.7.
  EXPECT_THAT(KpiHtml(report),
              HasSubstr("<path class=\"mark\" d=\"M162.7 8.0V130.0\"/><text class=\"label\" "
                        "text-anchor=\"start\" x=\"166.7\" y=\"16.0\">2025-02-01</text>"));
  EXPECT_THAT(KpiHtml(report),
              HasSubstr("<span class=\"key mark\"></span>Computed in another way from</p>"));
}

}  // namespace
}  // namespace okapi::reporting::documents
