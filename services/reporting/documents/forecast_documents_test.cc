// Forecasts, and what else is known of the newest period, in every kind of file that is text.

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

std::string ForecastCsv(const Report& report) { return WriteCsv(RecordsOf(report)); }
std::string ForecastHtml(const Report& report, const std::string& language) {
  return WriteHtml(DocumentOf(report, language));
}

constexpr char kForeseen[] = R"pb(
  okr_report {
    objectives {
      objective { display_name: "Grow" }
      key_results {
        name: "organizations/acme/objectives/grow/keyResults/sales"
        display_name: "Sales"
        unit { currency_code: "USD" }
        from_to { baseline: 0 target: 30000 }
        forecast { value: 34621 low: 33900 high: 35300.5 likelihood: 0.98 }
      }
      key_results {
        display_name: "Steps"
        milestones {
          milestones {}
          milestones {}
        }
        forecast { value: 0.84 low: 0.5 high: 1 }
      }
      key_results {
        display_name: "New"
        from_to { target: 2 }
      }
    }
  })pb";

TEST(DocumentTest, ForecastsHaveColumns) {
  const Document document = DocumentOf(FromText<Report>(kForeseen), "en");
  const auto& table = document.sections[0].table;
  EXPECT_EQ(table.columns[8].title, "Forecast");
  EXPECT_EQ(table.columns[9].title, "Range");
  EXPECT_EQ(table.columns[10].title, "Likely");
  const auto& sales = table.rows[1].cells;
  EXPECT_EQ(std::get<Quantity>(sales[8].content).value, 34621);
  EXPECT_EQ(std::get<std::string>(sales[9].content), "$33,900 – $35,301");
  EXPECT_EQ(std::get<Share>(sales[10].content).value, 0.98);
  // Of milestones it is a share of their weight.
  EXPECT_EQ(std::get<std::string>(table.rows[2].cells[9].content), "50 % – 100 %");
  for (const size_t column : {size_t{8}, size_t{9}, size_t{10}}) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(table.rows[3].cells[column].content));
  }
}

TEST(CsvTest, ForecastsOfKeyResults) {
  const std::string csv = ForecastCsv(FromText<Report>(kForeseen));
  EXPECT_THAT(csv, HasSubstr(",34621,33900,35300.5,0.98\r\n"));
  EXPECT_THAT(csv, HasSubstr(",0.84,0.5,1,\r\n"));
}

TEST(HtmlTest, ColumnsOfForecastsAreThereWhereThereIsOne) {
  const std::string html = ForecastHtml(FromText<Report>(kForeseen), "vi");
  EXPECT_THAT(html, HasSubstr("<th class=\"n\">Dự báo</th><th class=\"n\">Khoảng</th>"
                              "<th class=\"n\">Khả năng đạt</th></tr>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"n\">$34.621</td><td class=\"n\">$33.900 – $35.301</td>"
                              "<td class=\"n\">98 %</td></tr>"));
  Report without = FromText<Report>(kForeseen);
  auto& key_results = *without.mutable_okr_report()->mutable_objectives(0)->mutable_key_results();
  for (auto& key_result : key_results) key_result.clear_forecast();
  EXPECT_THAT(ForecastHtml(without, "en"), Not(HasSubstr("Forecast")));
}

// A scorecard with details of two members.
Report Detailed() {
  return FromText<Report>(R"pb(
    scorecard {
      periods { id: "2025-01" }
      periods { id: "2025-02" }
      rows {
        display_name: "Revenue"
        unit { currency_code: "USD" }
        owner: "organizations/acme/members/an"
        cells { actual: 10 }
        cells {
          actual: 8
          open: true
          change: -0.2
          year_change: 0.5
          coverage: 0.25
          last_sample_time { seconds: 1740000000 }
        }
        forecast { value: 12 low: 11 high: 13 likelihood: 0.75 }
      }
      rows {
        display_name: "North"
        dimension: "region"
        member: "north"
        cells { actual: 5 }
        cells { actual: 4 open: true coverage: 0.5 }
      }
      rows {
        display_name: "Shop"
        dimension: "channel"
        member: "shop"
        cells {}
        cells {}
      }
    })pb");
}

TEST(DocumentTest, DetailsOfTheNewestPeriod) {
  const Document document = DocumentOf(Detailed(), "en");
  ASSERT_EQ(document.sections.size(), 2);
  EXPECT_EQ(document.sections[1].heading, "Details of 2025-02");
  const auto& rows = document.sections[1].table.rows;
  ASSERT_EQ(rows.size(), 5);
  EXPECT_EQ(std::get<Share>(rows[0].cells[1].content).value, -0.2);
  EXPECT_EQ(std::get<Share>(rows[0].cells[2].content).value, 0.5);
  EXPECT_EQ(std::get<Quantity>(rows[0].cells[3].content).value, 12);
  EXPECT_EQ(std::get<Share>(rows[0].cells[6].content).value, 0.25);
  EXPECT_EQ(std::get<std::string>(rows[0].cells[7].content), "2025-02-19 21:20 UTC");
  EXPECT_EQ(std::get<Share>(rows[2].cells[6].content).value, 0.5);
  // What was not asked for is not there.
  Report without;
  *without.mutable_scorecard()->add_periods() = Detailed().scorecard().periods(0);
  *without.mutable_scorecard()->add_rows()->add_cells() =
      FromText<okapi::reporting::v1::ScorecardCell>("actual: 10 change: 0.5");
  EXPECT_EQ(DocumentOf(without, "en").sections.size(), 1);
}

TEST(DocumentTest, MembersStandUnderTheirDimension) {
  for (const Section& section : DocumentOf(Detailed(), "vi").sections) {
    std::vector<std::string> names;
    for (const Row& row : section.table.rows) {
      names.push_back(absl::StrCat(row.level, std::get<std::string>(row.cells.at(0).content)));
    }
    EXPECT_THAT(names, ElementsAre("0Revenue", "1theo region", "2North", "1theo channel", "2Shop"));
  }
}

TEST(CsvTest, CoverageLastSamplesAndForecasts) {
  const std::string csv = ForecastCsv(Detailed());
  EXPECT_THAT(csv, HasSubstr(",,,0.25,2025-02-19T21:20:00Z,12,11,13,0.75,false,,\r\n"));
  // The forecast is of the last period, and of the KPI.
  EXPECT_THAT(
      csv,
      HasSubstr(",2025-01,10,,,,,,,0,false,organizations/acme/members/an,,,,,,,,,,false,,\r\n"));
  EXPECT_THAT(csv, HasSubstr(",,,0.5,,,,,,false,,\r\n"));
}

}  // namespace
}  // namespace okapi::reporting::documents
