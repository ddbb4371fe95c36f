#include "services/cli/reports/report_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/cli/reports/scorecard_details.h"
#include "tests/support/text_proto.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::Scorecard;
using okapi::testing::FromText;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kScorecard[] = R"(
    organization: "organizations/acme"
    periods { id: "2025-11" }
    periods { id: "2025-12" }
    as_of_time { seconds: 1767225599 }
    rows {
      kpi: "organizations/acme/kpis/mrr" display_name: "Doanh thu" unit { currency_code: "USD" }
      cells {}
      cells { actual: 102765 target: 100000 attainment: 1.02765 status: ON_TRACK open: true }
    }
    rows {
      kpi: "organizations/acme/kpis/mrr" dimension: "region" member: "north"
      display_name: "Miền Bắc" unit { currency_code: "USD" }
      cells { actual: 60000 }
      cells { actual: 72765 }
    }
    rows {
      kpi: "organizations/acme/kpis/mrr" dimension: "region" unit { currency_code: "USD" }
      cells {}
      cells { actual: 30000 }
    }
    sources { service: "metrics" })";

TEST(ScorecardTextTest, PeriodsAsColumnsPartsIndented) {
  EXPECT_EQ(ScorecardText(FromText<Scorecard>(kScorecard), /*colour=*/false),
            "Scorecard of acme, as of 2025-12-31 23:59 UTC\n"
            "\n"
            "KPI           2025-11   2025-12  trend    target      attained  status\n"
            "Doanh thu           –  $102,765   ▅     $100,000  103 % so far  ON_TRACK\n"
            "  by region\n"
            "    Miền Bắc  $60,000   $72,765  ▁█\n"
            "    (none)          –   $30,000   ▅\n");
}

TEST(ScorecardTextTest, ARangeHasBothEnds) {
  EXPECT_THAT(ScorecardText(FromText<Scorecard>(R"(
          organization: "organizations/acme" periods { id: "2025-12" }
          rows { kpi: "organizations/acme/kpis/rate" display_name: "Rate" unit { percent: true }
                 cells { actual: 0.05 target: 0.04 target_max: 0.06 attainment: 1 status: ACHIEVED } })"),
                            /*colour=*/false),
              ContainsRegex("Rate +5 % +[^ ]+ +4 % to 6 % +100 % +ACHIEVED\n"));
}

TEST(ScorecardTextTest, SaysWhatIsStale) {
  auto scorecard = FromText<Scorecard>(kScorecard);
  auto& source = *scorecard.mutable_sources(0);
  source.set_stale(true);
  source.set_problem("it is\naway");
  EXPECT_THAT(ScorecardText(scorecard, /*colour=*/false),
              HasSubstr("\n! metrics is stale: it is away; nothing of it is known\n"));
  source.mutable_answer_time()->set_seconds(1767225599);
  EXPECT_THAT(ScorecardText(scorecard, /*colour=*/false),
              HasSubstr("; showing what it said at 2025-12-31 23:59 UTC\n"));
}

TEST(ScorecardTextTest, SaysWhatCouldNotBeAnswered) {
  auto scorecard = FromText<Scorecard>(kScorecard);
  scorecard.mutable_sources(0)->set_problem("more than 10000 groups");
  EXPECT_THAT(
      ScorecardText(scorecard, /*colour=*/false),
      HasSubstr("\n! metrics: more than 10000 groups; what this concerns is missing above\n"));
}

TEST(ScorecardTextTest, ColourOnlyWhenAsked) {
  const auto scorecard = FromText<Scorecard>(kScorecard);
  EXPECT_THAT(ScorecardText(scorecard, /*colour=*/false), Not(HasSubstr("\x1b")));
  EXPECT_THAT(ScorecardText(scorecard, /*colour=*/true), HasSubstr("\x1b[32mON_TRACK\x1b[0m"));
}

// The same KPI stands in every group, so each table needs their names.
TEST(ScorecardDetailsTextTest, GroupsAndDimensionsHaveHeadings) {
  const auto scorecard = FromText<Scorecard>(R"pb(
    periods { id: "2025-12" }
    groups { display_name: "Miền Bắc" row_count: 1 }
    groups { display_name: "Miền Nam" row_count: 2 }
    rows {
      display_name: "Revenue"
      cells { actual: 9 change: 0.5 coverage: 1 }
    }
    rows {
      display_name: "Revenue"
      cells { actual: 9 change: -0.5 coverage: 1 }
    }
    rows {
      display_name: "Web"
      dimension: "channel"
      cells { actual: 9 year_change: 1 }
    })pb");
  EXPECT_EQ(ScorecardDetailsText(scorecard, /*colour=*/false),
            "\nDetails of 2025-12\n\n"
            "KPI           change  to a year ago  forecast  covered  last sample  owner\n"
            "Miền Bắc\n"
            "Revenue        +50 %              –         –    100 %  –\n"
            "Miền Nam\n"
            "Revenue        -50 %              –         –    100 %  –\n"
            "  by channel\n"
            "    Web            –         +100 %         –        –  –\n");
  auto open = scorecard;
  open.mutable_rows(0)->mutable_cells(0)->set_open(true);
  EXPECT_THAT(ScorecardDetailsText(open, /*colour=*/false),
              HasSubstr("2025-12 is not over: what adds up is compared with the same part of the "
                        "period before, and of a year ago.\n"));
}

TEST(ScorecardTextTest, WithoutKpis) {
  EXPECT_THAT(ScorecardText(Scorecard(), /*colour=*/false), HasSubstr("There are no KPIs.\n"));
}

constexpr char kOkrReport[] = R"(
    organization: "organizations/acme"
    organization_display_name: "Công ty Acme"
    as_of_time { seconds: 1767225599 }
    cycles { name: "organizations/acme/cycles/q4" display_name: "Quý 4" }
    objectives {
      objective {
        name: "organizations/acme/objectives/grow" display_name: "Grow"
        cycle: "organizations/acme/cycles/q4" team: "organizations/acme/teams/sales"
        commitment: COMMITTED
        progress {
          raw: 0.6 clamped: 0.6 expected: 1 status: MISSED
          worst_child: "organizations/acme/objectives/grow/keyResults/churn"
          worst_child_clamped: 0.2 missing_share: 0.5 stale_share: 0.25
        }
      }
      key_results {
        name: "organizations/acme/objectives/grow/keyResults/churn" display_name: "Churn"
        unit { percent: true } relative_change { baseline: 0.1 change: -0.2 }
        current_value: 0.096 confidence: 0.6
        kpi_source { kpi: "organizations/acme/kpis/churn" }
        kpi_link { stale: true stale_since { seconds: 1767139200 } problem: "metrics is away" }
        progress { raw: 0.2 clamped: 0.2 status: STALE }
      }
      key_results {
        name: "organizations/acme/objectives/grow/keyResults/partners" display_name: "Partners"
        from_to { baseline: 0 target: 10 } progress { status: NO_DATA }
        key_result_source { key_results: "a" key_results: "b" key_results: "c" missing: 2 stale: 1 }
      }
      initiatives { display_name: "Gọi khách hàng" state: DONE }
      initiatives {
        name: "organizations/acme/objectives/grow/initiatives/train"
        display_name: "Train" state: IN_PROGRESS due_date { year: 2025 month: 11 day: 30 }
        follow_up_date { year: 2026 month: 1 day: 15 } owner: "organizations/acme/members/an"
      }
      overdue_initiatives: "organizations/acme/objectives/grow/initiatives/train"
    })";

TEST(OkrReportTextTest, WholeTree) {
  EXPECT_EQ(
      OkrReportText(FromText<OkrReport>(kOkrReport), /*colour=*/false),
      "OKRs of Công ty Acme, as of 2025-12-31 23:59 UTC\n"
      "\n"
      "Grow\n"
      "Quý 4 · sales · COMMITTED\n"
      "██████░░░░ 60 % MISSED, 100 % expected; worst: grow/churn 20 %; 50 % of the weight has "
      "no value; 25 % of the weight is stale\n"
      "  Churn     10 % → 8 %  now 9.6 %  ██░░░░░░░░ 20 % STALE  KPI churn, confidence 60 %, "
      "stale since 2025-12-31 00:00 UTC: metrics is away\n"
      "  Partners      0 → 10   no value  NO_DATA                made of 3 others, 2 without a "
      "value, 1 stale\n"
      "  ✓ Gọi khách hàng  DONE\n"
      "  · Train           IN_PROGRESS  due 2025-11-30  OVERDUE  follow up 2026-01-15  an\n");
}

TEST(OkrReportTextTest, WhereKeyResultsWillBe) {
  const std::string text = OkrReportText(FromText<OkrReport>(R"(
      objectives {
        objective { display_name: "Grow" }
        key_results {
          display_name: "Sales" unit { currency_code: "USD" } from_to { target: 30000 }
          confidence: 0.5
          forecast { value: 34621 low: 33900 high: 35300 likelihood: 0.98 }
        }
        key_results {
          display_name: "Steps" milestones {} forecast { value: 0.84 low: 0.5 high: 1 }
        }
      })"),
                                         /*colour=*/false);
  EXPECT_THAT(text,
              HasSubstr("confidence 50 %, forecast $34,621 ($33,900 to $35,300), 98 % likely\n"));
  // Of milestones it is a share of their weight.
  EXPECT_THAT(text, HasSubstr("forecast 84 % (50 % to 100 %)\n"));
}

TEST(OkrReportTextTest, WordsInPlaceOfNumbers) {
  EXPECT_THAT(OkrReportText(FromText<OkrReport>(R"(
                  objectives {
                    objective { display_name: "Release" commitment: COMMITTED combination: LEAST }
                    key_results {
                      display_name: "Deploying" current_value: 0.5
                      scale {
                        steps { step_id: "manual" display_name: "by hand" }
                        steps { step_id: "assisted" reached: true }
                        steps { step_id: "automatic" display_name: "without anybody at all" }
                      }
                      progress { raw: 0.5 clamped: 0.5 status: ON_TRACK }
                    }
                    key_results {
                      display_name: "Testing" scale { steps { step_id: "a" } steps { step_id: "b" } }
                      progress { status: NO_DATA }
                    }
                    key_results {
                      display_name: "Waiting" find_baseline {} unit { duration: true }
                      progress { raw: 0 clamped: 0 status: OFF_TRACK }
                    }
                  })"),
                            /*colour=*/false),
              HasSubstr("\nRelease\nCOMMITTED · LEAST of its parts\n, 0 % expected\n"
                        "  Deploying  by hand → without anybody…  now assisted  █████░░░░░ 50 % "
                        "ON_TRACK\n"
                        "  Testing                         a → b      no value  NO_DATA\n"
                        "  Waiting                to be measured      no value  ░░░░░░░░░░ 0 % "
                        "OFF_TRACK\n"));
}

TEST(OkrReportTextTest, WhatIsUnderAnotherStandsFurtherRight) {
  EXPECT_THAT(OkrReportText(FromText<OkrReport>(R"(
                  objectives { objective { display_name: "Top" commitment: COMMITTED } }
                  objectives {
                    objective { display_name: "Below" commitment: COMMITTED }
                    key_results {
                      display_name: "Partners" from_to { baseline: 0 target: 10 }
                      progress { status: NO_DATA }
                    }
                    depth: 1
                  }
                  objectives { objective { display_name: "Beside" commitment: COMMITTED } })"),
                            /*colour=*/false),
              HasSubstr("\n\nTop\nCOMMITTED\n, 0 % expected\n"
                        "\n    Below\n    COMMITTED\n    , 0 % expected\n"
                        "      Partners  0 → 10  no value  NO_DATA\n"
                        "\nBeside\nCOMMITTED\n"));
}

TEST(OkrReportTextTest, WhatWasPromisedFirstAndWhatCameOfIt) {
  EXPECT_THAT(OkrReportText(FromText<OkrReport>(R"(
                  members { name: "organizations/acme/members/an" display_name: "An" }
                  objectives {
                    objective {
                      display_name: "Grow" commitment: COMMITTED
                      grade {
                        score: 0.75 band: GREEN met: false
                        key_results { key_result: "k" progress { clamped: 0.75 } }
                      }
                    }
                    key_results {
                      name: "k" display_name: "Partners" from_to { target: 8 } current_value: 6
                      progress { raw: 0.75 clamped: 0.75 status: MISSED }
                      retargets {
                        from_to { target: 12 } value: 3 reason: "the market shrank"
                        retarget_time { seconds: 1767225599 }
                        author: "organizations/acme/members/an"
                      }
                      retargets {
                        range { min: 10 } retarget_time { seconds: 1767225600 }
                      }
                      first_promise { raw: 0.5 clamped: 0.5 status: MISSED }
                    }
                  })"),
                            /*colour=*/false),
              HasSubstr("  Partners  0 → 8  now 6  ████████░░ 75 % MISSED  graded 0.75\n"
                        "  Partners, promised first as 0 → 12: █████░░░░░ 50 % MISSED\n"
                        "    until 2025-12-31 23:59 UTC: 0 → 12, at 3, by An: the market shrank\n"
                        "    until 2026-01-01 00:00 UTC: ≥ 10\n"));
}

TEST(OkrReportTextTest, WithoutObjectives) {
  EXPECT_THAT(OkrReportText(OkrReport(), /*colour=*/false),
              HasSubstr("There are no objectives.\n"));
}

TEST(OkrReportTextTest, WhatWasNeverHeardIsNotCalledEmpty) {
  const std::string text = OkrReportText(
      FromText<OkrReport>(
          "sources { service: 'goals' stale: true incomplete: true problem: 'it is away' }"),
      /*colour=*/false);
  EXPECT_THAT(text, Not(HasSubstr("There are no")));
  EXPECT_THAT(text, HasSubstr("! goals is stale: it is away; nothing of it is known\n"));
}

TEST(ScorecardTextTest, WhatIsUnknownIsNoDashAndNotWithoutData) {
  const std::string text = ScorecardText(FromText<Scorecard>(R"pb(
                                           periods { id: "2025-11" }
                                           periods { id: "2025-12" }
                                           rows {
                                             display_name: "Sales"
                                             cells {}
                                             cells { unknown: true }
                                           }
                                           sources {
                                             service: "metrics"
                                             stale: true
                                             incomplete: true
                                             problem: "it is away"
                                             answer_time { seconds: 1767225599 }
                                           })pb"),
                                         /*colour=*/false);
  EXPECT_THAT(text, ContainsRegex("Sales +– +\\? .* unknown\n"));
  EXPECT_THAT(text,
              HasSubstr("showing what it said at 2025-12-31 23:59 UTC; the rest is not known"));
}

TEST(OkrReportTextTest, NamesCannotMoveTheCursor) {
  auto report = FromText<OkrReport>(kOkrReport);
  auto& objective = *report.mutable_objectives(0);
  for (std::string* name : {objective.mutable_objective()->mutable_display_name(),
                            objective.mutable_key_results(0)->mutable_display_name(),
                            objective.mutable_initiatives(0)->mutable_display_name(),
                            report.mutable_cycles(0)->mutable_display_name(),
                            report.mutable_organization_display_name()}) {
    *name = "a\x1b[2Jb";
  }
  EXPECT_THAT(OkrReportText(report, /*colour=*/false), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace okapi::cli
