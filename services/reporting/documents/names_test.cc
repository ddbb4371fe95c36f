// Names of people and teams, in what people read and beside the ids that programs need.

#include "services/reporting/documents/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/reporting/documents/csv_writer.h"
#include "services/reporting/documents/records.h"
#include "services/reporting/documents/report_document.h"
#include "tests/support/text_proto.h"

namespace okapi::reporting::documents {
namespace {

using okapi::reporting::v1::Report;
using okapi::testing::FromText;
using ::testing::HasSubstr;

const Names& Known() {
  static const Names& names = *new Names{{"organizations/acme", "Acme"},
                                         {"organizations/acme/members/mai", "Nguyễn Thị Mai"},
                                         {"organizations/acme/teams/sales", "Sales of the north"}};
  return names;
}

Report Scorecard() {
  return FromText<Report>(R"pb(
    scorecard {
      organization: "organizations/acme"
      periods { id: "2025-01" }
      rows {
        kpi: "organizations/acme/kpis/revenue"
        owner: "organizations/acme/members/mai"
        team: "organizations/acme/teams/sales"
        cells { actual: 1 }
      }
      rows {
        kpi: "organizations/acme/kpis/revenue"
        dimension: "region"
        owner: "organizations/acme/members/mai"
        cells { actual: 1 }
      }
      rows {
        kpi: "organizations/acme/kpis/visits"
        owner: "organizations/acme/members/binh"
        cells { actual: 1 }
      }
    })pb");
}

std::string LastWord(const Row& row) {
  const auto* text = std::get_if<std::string>(&row.cells.back().content);
  return text == nullptr ? "" : *text;
}

TEST(NamesTest, AScorecardSaysWhoAnswersForAKpi) {
  const Document document = DocumentOf(Scorecard(), "en", Known());
  EXPECT_EQ(document.title, "Acme – Scorecard");
  const Table& table = document.sections.at(0).table;
  EXPECT_EQ(table.columns.back().title, "Owner");
  EXPECT_EQ(LastWord(table.rows.at(0)), "Nguyễn Thị Mai · Sales of the north");
  EXPECT_EQ(LastWord(table.rows.at(2)), "") << "a member is of the KPI above it";
  EXPECT_EQ(LastWord(table.rows.at(3)), "binh") << "whom goals does not know";
}

TEST(NamesTest, AScorecardOfNobodyHasNoSuchColumn) {
  Report report = Scorecard();
  for (auto& row : *report.mutable_scorecard()->mutable_rows()) {
    row.clear_owner();
    row.clear_team();
  }
  const Document document = DocumentOf(report, "en");
  EXPECT_EQ(document.title, "acme – Scorecard");
  EXPECT_EQ(document.sections.at(0).table.columns.back().title, "Status");
}

TEST(NamesTest, CsvHasTheIdAndBesideItTheName) {
  const std::string csv = WriteCsv(RecordsOf(Scorecard(), Known()));
  EXPECT_THAT(csv,
              HasSubstr(",organizations/acme/members/mai,Nguyễn Thị Mai,"
                        "organizations/acme/teams/sales,Sales of the north,,,,,,,false,,\r\n"));
  EXPECT_THAT(csv, HasSubstr(",organizations/acme/members/binh,,,,,,,,,,false,,\r\n"));
}

TEST(NamesTest, WhoSaidAndDidSomethingIsCalledByName) {
  const Report pack = FromText<Report>(R"pb(
    review_pack {
      organization: "organizations/acme"
      events { kind: COMMENTED author: "organizations/acme/members/mai" text: "hot" }
    })pb");
  const Document document = DocumentOf(pack, "en", Known());
  EXPECT_EQ(document.title, "Acme – Review");
  EXPECT_EQ(std::get<std::string>(document.sections.at(1).table.rows.at(0).cells.at(3).content),
            "Nguyễn Thị Mai");
  EXPECT_THAT(WriteCsv(RecordsOf(pack, Known())),
              HasSubstr(",organizations/acme/members/mai,hot,,Nguyễn Thị Mai,,,\r\n"));
}

// And one that was kept before reports had names still has the ids, as above.
TEST(NamesTest, AReviewBringsItsNamesAlong) {
  const Report pack = FromText<Report>(R"pb(
    review_pack {
      organization: "organizations/acme"
      organization_display_name: "Acme of old"
      people { name: "organizations/acme/members/mai" display_name: "Mai" }
      movements {
        resource: "organizations/acme/objectives/grow/keyResults/nps"
        display_name: "NPS"
        objective_display_name: "Grow"
      }
      events {
        kind: CHECKED_IN
        resource: "organizations/acme/objectives/grow/keyResults/nps"
        display_name: "NPS"
        objective_display_name: "Grow"
        author: "organizations/acme/members/mai"
      }
    })pb");
  const Document document = DocumentOf(pack, "en", Known());
  EXPECT_EQ(document.title, "Acme of old – Review");
  const auto cell = [&](size_t section, size_t column) {
    return std::get<std::string>(
        document.sections.at(section).table.rows.at(0).cells.at(column).content);
  };
  EXPECT_EQ(cell(0, 0), "Grow – NPS");
  EXPECT_EQ(cell(1, 2), "Grow – NPS");
  EXPECT_EQ(cell(1, 3), "Mai");
  EXPECT_THAT(WriteCsv(RecordsOf(pack, Known())), HasSubstr(",,,Mai,Grow,,\r\n"));
}

TEST(NamesTest, AKpiReportBringsItsNamesAlong) {
  const Report report = FromText<Report>(R"pb(
    kpi_report {
      kpi { name: "organizations/acme/kpis/revenue" display_name: "Revenue" }
      organization_display_name: "Acme"
      people { name: "organizations/acme/members/mai" display_name: "Mai" }
      periods { id: "2025-12" }
      row {
        kpi: "organizations/acme/kpis/revenue"
        owner: "organizations/acme/members/mai"
        cells { actual: 1 }
      }
      comments { author: "organizations/acme/members/mai" text: "hot" }
    })pb");
  const Document document = DocumentOf(report, "en");
  EXPECT_EQ(document.title, "Acme – KPI report");
  EXPECT_EQ(LastWord(document.sections.at(0).table.rows.at(0)), "Mai");
  EXPECT_EQ(std::get<std::string>(document.sections.at(1).table.rows.at(0).cells.at(2).content),
            "Mai");
}

// A snapshot of years ago shows what people were called then.
TEST(NamesTest, AReportIsBelievedBeforeWhatIsKnownOtherwise) {
  const Report report = FromText<Report>(R"pb(
    okr_report {
      organization: "organizations/acme"
      organization_display_name: "Acme of old"
      members { name: "organizations/acme/members/mai" display_name: "Mai" }
      objectives {
        objective {
          name: "organizations/acme/objectives/grow"
          display_name: "Grow"
          owner: "organizations/acme/members/mai"
          team: "organizations/acme/teams/sales"
        }
      }
    })pb");
  const Document document = DocumentOf(report, "en", Known());
  EXPECT_EQ(document.title, "Acme of old – Objectives and key results");
  EXPECT_EQ(std::get<std::string>(document.sections.at(0).table.rows.at(0).cells.back().content),
            "Sales of the north · Mai");
  EXPECT_THAT(WriteCsv(RecordsOf(report, Known())), HasSubstr(",,Sales of the north,Mai,"));
}

}  // namespace
}  // namespace okapi::reporting::documents
