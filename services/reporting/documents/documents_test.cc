// Every report through every writer that is text; workbooks are read in tests/e2e.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

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
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Report Scorecard(const std::string& display_name) {
  Report report = FromText<Report>(R"pb(
    scorecard {
      organization: "organizations/acme"
      periods { id: "2025-01" }
      periods { id: "2025-02" }
      rows {
        kpi: "organizations/acme/kpis/revenue"
        unit { currency_code: "USD" }
        cells {
          actual: 100000
          target: 120000
          attainment: 0.8333333333333334
          status: MISSED
          sample_count: 7
        }
        cells { target: 120000 status: NO_DATA open: true }
      }
      as_of_time { seconds: 1740000000 }
    })pb");
  report.mutable_scorecard()->mutable_rows(0)->set_display_name(display_name);
  return report;
}

std::string Csv(const Report& report) { return WriteCsv(RecordsOf(report)); }
std::string Html(const Report& report, const std::string& language = "en") {
  return WriteHtml(DocumentOf(report, language));
}

TEST(CsvTest, OneLinePerNumberAsItWasComputed) {
  EXPECT_EQ(
      Csv(Scorecard("Revenue")),
      "kpi,display_name,dimension,member,unit,period,actual,target,due_target,attainment,status,"
      "change,year_change,sample_count,open,owner,owner_name,team,team_name,coverage,"
      "last_sample_time,forecast,forecast_low,forecast_high,forecast_likelihood,unknown,"
      "target_max,due_target_max\r\n"
      "organizations/acme/kpis/revenue,Revenue,,,USD,2025-01,100000,120000,,0.8333333333333334,"
      "MISSED,,,7,false,,,,,,,,,,,false,,\r\n"
      "organizations/acme/kpis/"
      "revenue,Revenue,,,USD,2025-02,,120000,,,NO_DATA,,,0,true,,,,,,,,,,,false,,\r\n");
}

TEST(CsvTest, QuotesAndFormulas) {
  EXPECT_THAT(Csv(Scorecard("a,\"b\"\nc")), HasSubstr(",\"a,\"\"b\"\"\nc\","));
  EXPECT_THAT(Csv(Scorecard("=1+1")), HasSubstr(",'=1+1,"));
  EXPECT_THAT(Csv(Scorecard("@cmd")), HasSubstr(",'@cmd,"));
}

TEST(CsvTest, NumbersReadBackAsTheSame) {
  Records records;
  records.fields = {"n"};
  for (const double number : {0.1, -2.5, 1e-7, 123456789.125, 5e300, 0.0}) {
    records.lines.push_back({number});
  }
  EXPECT_EQ(WriteCsv({records}), "n\r\n0.1\r\n-2.5\r\n1e-07\r\n123456789.125\r\n5e+300\r\n0\r\n");
}

TEST(CsvTest, TablesAreApart) {
  Records one;
  one.fields = {"a"};
  EXPECT_EQ(WriteCsv({one, one}), "a\r\n\r\na\r\n");
}

TEST(HtmlTest, NobodysNameBecomesMarkup) {
  const std::string html = Html(Scorecard("<script>alert(1)</script>&\"'"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;"));
}

// The same KPI stands in every group.
TEST(DocumentTest, ChartsSayTheirGroupAndMembersTheirDimension) {
  Report report = FromText<Report>(R"pb(
    scorecard {
      periods { id: "2025-01" }
      groups { name: "north" display_name: "Miền Bắc" row_count: 1 }
      groups { name: "south" display_name: "Miền Nam" row_count: 4 }
      rows {
        display_name: "Revenue"
        cells { actual: 1 }
      }
      rows {
        display_name: "Revenue"
        cells { actual: 2 }
      }
      rows {
        display_name: "Web"
        dimension: "channel"
        cells { actual: 2 }
      }
      rows {
        display_name: "Shop"
        dimension: "channel"
        cells { actual: 2 }
      }
      rows {
        display_name: "Ann"
        dimension: "seller"
        cells { actual: 2 }
      }
    })pb");
  const Document document = DocumentOf(report, "vi");
  const Section& section = document.sections.at(0);
  ASSERT_EQ(section.charts.size(), 2);
  EXPECT_EQ(section.charts[0].title, "Miền Bắc – Revenue");
  EXPECT_EQ(section.charts[1].title, "Miền Nam – Revenue");
  std::vector<std::string> names;
  for (const Row& row : section.table.rows) {
    names.push_back(std::get<std::string>(row.cells.at(0).content));
  }
  EXPECT_THAT(names, ElementsAre("Miền Bắc", "Revenue", "Miền Nam", "Revenue", "theo channel",
                                 "Web", "Shop", "theo seller", "Ann"));
}

TEST(HtmlTest, LoadsNothing) {
  const std::string html = Html(Scorecard("Revenue"));
  EXPECT_THAT(html, Not(HasSubstr("http://")));
  EXPECT_THAT(html, Not(HasSubstr("https://")));
  EXPECT_THAT(html, Not(HasSubstr("src=")));
}

TEST(HtmlTest, SpeaksTheLanguage) {
  const std::string english = Html(Scorecard("Revenue"));
  EXPECT_THAT(english, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(english, HasSubstr("$100,000"));
  EXPECT_THAT(english, HasSubstr("No data"));
  const std::string vietnamese = Html(Scorecard("Revenue"), "vi");
  EXPECT_THAT(vietnamese, HasSubstr("<html lang=\"vi\">"));
  EXPECT_THAT(vietnamese, HasSubstr("$100.000"));
  EXPECT_THAT(vietnamese, HasSubstr("Chưa có dữ liệu"));
}

TEST(CsvTest, SaysWhatIsStaleBehindTheFacts) {
  Report report = Scorecard("Revenue");
  *report.mutable_scorecard()->add_sources() =
      FromText<okapi::reporting::v1::Source>(R"pb(service: "metrics")pb");
  EXPECT_THAT(Csv(report), Not(HasSubstr("source,")));
  *report.mutable_scorecard()->add_sources() =
      FromText<okapi::reporting::v1::Source>(R"pb(service: "goals"
                                                  stale: true
                                                  answer_time { seconds: 1740000000 }
                                                  problem: "does not answer")pb");
  EXPECT_THAT(Csv(report), HasSubstr("\r\n\r\nsource,stale,answer_time,problem,note,incomplete\r\n"
                                     "goals,true,2025-02-19T21:20:00Z,does not answer,,false\r\n"));
}

TEST(HtmlTest, SaysWhatIsStale) {
  Report report = Scorecard("Revenue");
  *report.mutable_scorecard()->add_sources() =
      FromText<okapi::reporting::v1::Source>(R"pb(service: "metrics"
                                                  stale: true
                                                  answer_time { seconds: 1740000000 })pb");
  EXPECT_THAT(Html(report),
              HasSubstr("metrics is away; shown is what it said at 2025-02-19 21:20 UTC"));
}

TEST(DocumentTest, WhatIsUnknownIsNotTakenForNothing) {
  Report report = Scorecard("Revenue");
  auto& card = *report.mutable_scorecard();
  auto& last = *card.mutable_rows(0)->mutable_cells(card.periods_size() - 1);
  last.Clear();
  last.set_unknown(true);
  *card.add_sources() = FromText<okapi::reporting::v1::Source>(
      R"pb(service: "metrics"
           stale: true
           incomplete: true
           answer_time { seconds: 1740000000 })pb");
  EXPECT_THAT(Csv(report), HasSubstr(",2025-02,,,,,,,,0,false,,,,,,,,,,,true,,\r\n"));
  EXPECT_THAT(Html(report),
              AllOf(HasSubstr(">?<"), HasSubstr(">Unknown<"),
                    HasSubstr("UTC; the rest is not known"), Not(HasSubstr("No data"))));
  Report combined;
  *combined.mutable_combined_report()->mutable_scorecard() = card;
  EXPECT_THAT(Html(combined), AllOf(HasSubstr("Nobody can tell"), Not(HasSubstr("Nothing."))));
  combined.mutable_combined_report()->add_insights()->set_message("red");
  EXPECT_THAT(Html(combined, "vi"), HasSubstr("Có thể còn nữa"));
}

TEST(DocumentTest, WhatIsAsItIsNowIsSaidInTheLanguageAndTheZone) {
  const Report report = FromText<Report>(R"pb(
    okr_report {
      sources {
        service: "goals"
        note: "objectives are as they are now; English"
        unknown_time { seconds: 1767200399 }
        time_zone: "Asia/Ho_Chi_Minh"
      }
    })pb");
  EXPECT_THAT(Html(report), HasSubstr("goals: objectives are as they are now; nothing is known of "
                                      "what they were at 2025-12-31 23:59 +07:00"));
  EXPECT_THAT(Html(report, "vi"),
              AllOf(HasSubstr("goals: mục tiêu được trình bày như hiện nay"),
                    HasSubstr("2025-12-31 23:59 +07:00"), Not(HasSubstr("English"))));
}

TEST(DocumentTest, ProgressAndWaysOfKeyResults) {
  const Document document =
      DocumentOf(FromText<Report>(R"pb(
                   okr_report {
                     organization_display_name: "Acme"
                     objectives {
                       objective { name: "organizations/acme/objectives/grow" display_name: "Grow" }
                       key_results {
                         display_name: "Partners"
                         from_to { baseline: 2 target: 8 }
                         current_value: 5
                         progress { raw: 0.5 clamped: 0.5 status: AT_RISK }
                       }
                     }
                   })pb"),
                 "en");
  EXPECT_EQ(document.title, "Acme – Objectives and key results");
  ASSERT_EQ(document.sections.size(), 1);
  const auto& rows = document.sections[0].table.rows;
  ASSERT_EQ(rows.size(), 2);
  EXPECT_TRUE(rows[0].heading);
  EXPECT_EQ(std::get<Quantity>(rows[1].cells[1].content).value, 2);
  EXPECT_EQ(std::get<Quantity>(rows[1].cells[2].content).value, 8);
  EXPECT_EQ(std::get<Quantity>(rows[1].cells[3].content).value, 5);
  EXPECT_EQ(std::get<Bar>(rows[1].cells[4].content).value, 0.5);
  EXPECT_EQ(rows[1].cells[6].tone, Tone::kWarning);
}

constexpr char kTree[] = R"pb(
  okr_report {
    objectives { objective { name: "organizations/acme/objectives/top" display_name: "Top" } }
    objectives {
      objective { name: "organizations/acme/objectives/below" display_name: "Below" }
      key_results { name: "organizations/acme/objectives/below/keyResults/k" display_name: "Key" }
      initiatives { display_name: "Do" }
      parent: "organizations/acme/objectives/top"
      depth: 1
    }
  })pb";

TEST(DocumentTest, WhatIsUnderAnObjectiveIsOnALevelBelow) {
  const Document document = DocumentOf(FromText<Report>(kTree), "en");
  std::vector<int> levels;
  for (const Row& row : document.sections[0].table.rows) levels.push_back(row.level);
  EXPECT_THAT(levels, ElementsAre(0, 1, 2, 3));
}

TEST(DocumentTest, ObjectivesBesideKpisOfThePastSayOfWhenTheyAre) {
  Report report = FromText<Report>(R"pb(combined_report {
                                          okr_report { as_of_time { seconds: 1740000000 } }
                                          as_of_time { seconds: 1740000000 }
                                        })pb");
  report.mutable_combined_report()->mutable_as_of_time()->set_seconds(1735689599);
  const Document document = DocumentOf(report, "en");
  std::string lines;
  for (const Section& section : document.sections) {
    for (const Line& line : section.lines) absl::StrAppend(&lines, line.text, "\n");
  }
  EXPECT_THAT(lines, HasSubstr("As of 2025-02-19 21:20 UTC\n"));
}

TEST(CsvTest, ObjectivesAndKeyResultsNameWhatTheyAreUnder) {
  const std::string csv = Csv(FromText<Report>(kTree));
  EXPECT_THAT(csv, HasSubstr(",confidence,parent,grade,due_date,follow_up_date,overdue,"));
  EXPECT_THAT(csv, HasSubstr("objectives/"
                             "top,Top,objective,,,STATE_UNSPECIFIED,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,"
                             ",,,,,,,,,,,,,,,,\r\n"));
  EXPECT_THAT(csv, HasSubstr(",Below,objective,,,STATE_UNSPECIFIED,,,,,,,,,,,organizations/acme/"
                             "objectives/top,,,,,"));
  EXPECT_THAT(csv, HasSubstr(",Key,key_result,,,STATE_UNSPECIFIED,,,,,,,,,,,organizations/acme/"
                             "objectives/below,,,,,"));
}

// A closed objective with a key result that was given an easier way, and with initiatives.
constexpr char kReviewed[] = R"pb(
  okr_report {
    members { name: "organizations/acme/members/an" display_name: "An" }
    objectives {
      objective {
        name: "organizations/acme/objectives/grow"
        state: CLOSED
        grade {
          score: 0.65
          band: AMBER
          met: false
          author: "organizations/acme/members/an"
          grade_time { seconds: 1740000000 }
          reason: "a partner left"
          key_results {
            key_result: "organizations/acme/objectives/grow/keyResults/partners"
            progress { clamped: 0.75 }
          }
        }
      }
      key_results {
        name: "organizations/acme/objectives/grow/keyResults/partners"
        display_name: "Partners"
        from_to { baseline: 0 target: 8 }
        current_value: 6
        progress { raw: 0.75 clamped: 0.75 }
        retargets {
          from_to { baseline: 0 target: 12 }
          value: 3
          raw: 0.25
          retarget_time { seconds: 1740000000 }
          author: "organizations/acme/members/an"
          reason: "the market shrank"
        }
        first_promise { raw: 0.5 clamped: 0.5 status: MISSED }
      }
      initiatives {
        name: "organizations/acme/objectives/grow/initiatives/call"
        display_name: "Call"
        state: IN_PROGRESS
        owner: "organizations/acme/members/an"
        due_date { year: 2025 month: 11 day: 30 }
        follow_up_date { year: 2026 month: 1 day: 15 }
      }
      initiatives { display_name: "Train" state: DONE }
      overdue_initiatives: "organizations/acme/objectives/grow/initiatives/call"
    }
  })pb";

// The words of a row, and the numbers of its ways.
std::string Words(const Row& row) {
  std::string words;
  for (const Cell& cell : row.cells) {
    if (const auto* text = std::get_if<std::string>(&cell.content)) {
      if (!text->empty()) absl::StrAppend(&words, *text, "|");
    } else if (const auto* number = std::get_if<Quantity>(&cell.content)) {
      absl::StrAppend(&words, number->value, "|");
    }
  }
  return words;
}

TEST(DocumentTest, AnOkrReportSaysWhatWasPromisedDoneAndGraded) {
  const Document document = DocumentOf(FromText<Report>(kReviewed), "en");
  std::vector<std::string> rows;
  for (const Row& row : document.sections[0].table.rows) rows.push_back(Words(row));
  EXPECT_THAT(
      rows, ElementsAre("graded 0.65 (amber), not met, by An: a partner left|",
                        "Partners|0|8|6|graded 0.75|", "Promised first|0|12|6|Missed|",
                        "Until 2025-02-19 21:20 UTC|0|12|3|by An: the market shrank|",
                        "· Call|In progress · overdue|An · due 2025-11-30 · follow up 2026-01-15|",
                        "✓ Train|Done|"));
}

TEST(DocumentTest, WhatIsOverdueIsSeen) {
  const Document document = DocumentOf(FromText<Report>(kReviewed), "vi");
  const auto& rows = document.sections[0].table.rows;
  EXPECT_EQ(std::get<std::string>(rows.at(4).cells[6].content), "Đang làm · quá hạn");
  EXPECT_EQ(rows.at(4).cells[6].tone, Tone::kBad);
  EXPECT_EQ(rows.at(5).cells[6].tone, Tone::kQuiet);
}

TEST(CsvTest, GradesFormerWaysAndInitiatives) {
  const std::string csv = Csv(FromText<Report>(kReviewed));
  EXPECT_THAT(
      csv, HasSubstr(",band,met,reason,author,author_name,change_time,"
                     "first_promise_progress,first_promise_expected,"
                     "first_promise_status,assessment,assessment_reason,"
                     "assessment_last_date,assessment_author,went_well,went_badly,"
                     "lessons,assessment_author_name,retrospective_author,"
                     "retrospective_author_name,combination,made_of,"
                     "made_of_missing,error_budget,error_budget_seconds,error_budget_spent_seconds,"
                     "error_budget_left_seconds,forecast,forecast_low,forecast_high,"
                     "forecast_likelihood\r\n"));
  EXPECT_THAT(
      csv,
      HasSubstr(
          ",objective,,,CLOSED,,,,,,,,,,,,0.65,,,,,,,AMBER,false,a partner left,"
          "organizations/acme/members/an,An,2025-02-19T21:20:00Z,,,,,,,,,,,,,,,,,,,,,,,,\r\n"));
  EXPECT_THAT(csv,
              HasSubstr("objectives/grow,0.75,,,,,,,,,,,,,0.5,,MISSED,,,,,,,,,,,,,,,,,,,,,\r\n"));
  EXPECT_THAT(csv,
              HasSubstr("organizations/acme/objectives/grow/initiatives/call,Call,initiative,,,"
                        "IN_PROGRESS,,,,organizations/acme/members/an,,,,,,,organizations/"
                        "acme/objectives/grow,,2025-11-30,2026-01-15,true,,,An,"));
  EXPECT_THAT(csv, HasSubstr(",Train,initiative,,,DONE,,,,,,,,,,,organizations/acme/objectives/"
                             "grow,,,,false,"));
  EXPECT_THAT(
      csv,
      HasSubstr(
          "\r\n,,retarget,,,CLOSED,0.25,,,,,0,12,3,,,organizations/acme/"
          "objectives/grow/keyResults/partners,,,,,,,,,,the market shrank,"
          "organizations/acme/members/an,An,2025-02-19T21:20:00Z,,,,,,,,,,,,,,,,,,,,,,,,\r\n"));
}

constexpr char kRemarkable[] = R"pb(
  okr_report {
    objectives {
      objective {
        name: "organizations/acme/objectives/grow"
        progress {
          raw: 0.6
          clamped: 0.6
          worst_child: "organizations/acme/objectives/grow/keyResults/nps"
          worst_child_clamped: 0.47
          worst_below_clamped: 0.1
          missing_share: 0.5
          stale_share: 0.25
          guard_broken: true
        }
      }
      key_results {
        name: "organizations/acme/objectives/grow/keyResults/nps"
        display_name: "NPS"
        confidence: 0.7
        progress { guard_broken: true }
        guard { progress_while_broken: 0.13 }
      }
      key_results {
        display_name: "Partners"
        key_result_source { key_results: "a" key_results: "b" missing: 1 stale: 1 }
      }
      key_results {
        display_name: "Deals"
        key_result_source { key_results: "a" }
      }
    }
  })pb";

// Two cells of each row: confidence in percent, and remarks.
std::string Remarks(const std::string& language) {
  const Document document = DocumentOf(FromText<Report>(kRemarkable), language);
  std::string remarks;
  for (const Row& row : document.sections[0].table.rows) {
    const auto* confidence = std::get_if<Share>(&row.cells[7].content);
    absl::StrAppend(&remarks, confidence == nullptr ? "" : absl::StrCat(100 * confidence->value),
                    "|", std::get<std::string>(row.cells[11].content), "\n");
  }
  return remarks;
}

TEST(DocumentTest, WhatProgressMustNotHideStandsBesideIt) {
  EXPECT_EQ(Remarks("en"),
            "|worst: NPS 47 %; below it: a private one 10 %; 50 % of the weight has no value; "
            "25 % of the weight is stale; a guard is broken\n"
            "70|its guard is broken; 13 % earned while its guard was broken\n"
            "|made of others: 2, without a value: 1, stale: 1\n"
            "|made of others: 1\n");
  EXPECT_EQ(Remarks("vi"),
            "|thấp nhất: NPS 47 %; bên dưới: một mục riêng tư 10 %; 50 % trọng số chưa có giá trị; "
            "25 % trọng số có dữ liệu cũ; một ngưỡng canh giữ bị vi phạm\n"
            "70|ngưỡng canh giữ đang bị vi phạm; 13 % đạt được khi ngưỡng canh giữ bị vi phạm\n"
            "|gộp từ kết quả khác: 2, chưa có giá trị: 1, dữ liệu cũ: 1\n"
            "|gộp từ kết quả khác: 1\n");
}

TEST(HtmlTest, RemarksStandBelowTheirRow) {
  const std::string html = Html(FromText<Report>(kReviewed));
  EXPECT_THAT(html, Not(HasSubstr("Remarks")));
  // As wide as the seven columns in which something stands, and no line ends within a date.
  EXPECT_THAT(
      html,
      HasSubstr("<tr class=\"remarks l2\"><td colspan=\"7\"><div>An · due <span class=\"date\">"
                "2025-11-30</span> · follow up <span class=\"date\">2026-01-15</span></div>"));
  EXPECT_THAT(html, HasSubstr("<tr class=\"row l2\"><td><span class=\"pill quiet\">✓ Train"));
}

TEST(DocumentTest, ChartsAreOfTheFirstKpisOnly) {
  Report report = Scorecard("Revenue");
  for (int i = 0; i < kChartsMax; ++i) {
    *report.mutable_scorecard()->add_rows() = report.scorecard().rows(0);
  }
  const Document document = DocumentOf(report, "en");
  EXPECT_EQ(document.sections[0].charts.size(), kChartsMax);
  ASSERT_EQ(document.sections[0].lines.size(), 1);
}

}  // namespace
}  // namespace okapi::reporting::documents
