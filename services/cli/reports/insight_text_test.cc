#include "services/cli/reports/insight_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/text_proto.h"

namespace okapi::cli {
namespace {

using okapi::reporting::v1::CombinedReport;
using okapi::reporting::v1::NumberExplanation;
using okapi::testing::FromText;
using ::testing::HasSubstr;
using ::testing::Not;

NumberExplanation Explanation(const std::string& time_zone) {
  auto explanation = FromText<NumberExplanation>(R"pb(
    kpis {
      kpi { name: "organizations/acme/kpis/sales" display_name: "Sales" }
      series {
        series { metric: "orders" }
        times_us: 1767225599000000
        times_us: 1767225599500000
        values: 12
        values: 7.5
      }
    })pb");
  explanation.set_time_zone(time_zone);
  return explanation;
}

TEST(NumberExplanationTextTest, SamplesHaveTheirTimesInFullWhereTheOrganizationIs) {
  EXPECT_THAT(NumberExplanationText(Explanation("Asia/Ho_Chi_Minh"), false),
              HasSubstr("    orders{}: 2026-01-01 06:59:59 +07:00 12; "
                        "2026-01-01 06:59:59.5 +07:00 7.5;\n"));
}

TEST(KpiReportTextTest, WhoDecidedWhatAndWhatCameOfIt) {
  const auto report = FromText<okapi::reporting::v1::KpiReport>(R"pb(
    people { name: "organizations/acme/members/an" display_name: "An" }
    row { cells {} }
    decisions {
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
      }
    }
    decisions {
      text: "Wait"
      decision_time { seconds: 1740000000 }
    })pb");
  EXPECT_THAT(KpiReportText(report, /*colour=*/false),
              HasSubstr("Decided 2025-02-19 by An: A second shop\n"
                        "  expected: $2,000; as much again; to be looked at on 2026-01-31\n"
                        "  WORKED_PARTLY, by An: it cost more\n"
                        "Decided 2025-02-19: Wait\n"));
}

TEST(CombinedReportTextTest, ADraftSaysWhatItLacks) {
  const auto report = FromText<okapi::reporting::v1::CombinedReport>(R"pb(
    insights {
      code: UNADDRESSED_KPI
      resource: "organizations/acme/kpis/nps"
      draft {
        objective { display_name: "Up" }
        key_results { display_name: "NPS from 30 to 40" }
        key_results_missing: 1
      }
    })pb");
  EXPECT_THAT(InsightsOnlyText(report, {}, /*colour=*/false),
              HasSubstr("      NPS from 30 to 40\n"
                        "      needs 1 more key result before it can be activated\n"
                        "    take it: okapi accept nps\n"));
  // Typed as it stands, the hint takes the draft that is shown.
  EXPECT_THAT(InsightsOnlyText(report, {"2025-12-31", "vi"}, /*colour=*/false),
              HasSubstr("      cần thêm 1 kết quả then chốt mới kích hoạt được\n"
                        "    take it: okapi accept nps --as-of 2025-12-31 --language vi\n"));
}

TEST(NumberExplanationTextTest, AZoneThatIsNotKnownHereIsUtcAndSaysSo) {
  EXPECT_THAT(NumberExplanationText(Explanation("Mars/Olympus"), false),
              HasSubstr("    orders{}: 2025-12-31 23:59:59 +00:00 12; "));
}

// October to November, though the forecast above it is of December; and each dimension by itself.
TEST(KpiReportTextTest, WhoMadeTheDifferenceBetweenWhichPeriodsByWhat) {
  auto report = FromText<okapi::reporting::v1::KpiReport>(R"pb(
    kpi { name: "organizations/acme/kpis/sales" display_name: "Sales" }
    periods { id: "2025-12" }
    row {
      display_name: "Sales"
      cells { actual: 1 open: true }
    }
    members {
      display_name: "Miền Bắc"
      dimension: "region"
      member: "north"
      contribution { difference: 3 share: 1.5 previous_period: "2025-10" period: "2025-11" }
    }
    members {
      display_name: "South"
      dimension: "region"
      contribution { difference: -1 previous_period: "2025-10" period: "2025-11" }
    })pb");
  EXPECT_THAT(KpiReportText(report, /*colour=*/false),
              HasSubstr("\nWho made the difference from 2025-10 to 2025-11\n"
                        "            change  share\n"
                        "  Miền Bắc      +3  150 %\n"
                        "  South         -1\n"));
  auto& web = *report.add_members();
  web = report.members(0);
  web.set_dimension("channel");
  web.set_display_name("Web");
  EXPECT_THAT(KpiReportText(report, /*colour=*/false), HasSubstr("              change  share\n"
                                                                 "  by region\n"
                                                                 "    Miền Bắc      +3  150 %\n"
                                                                 "    South         -1\n"
                                                                 "  by channel\n"
                                                                 "    Web           +3  150 %\n"));
}

TEST(NumberExplanationTextTest, LabelsAreInOrder) {
  NumberExplanation explanation = Explanation("UTC");
  auto& series = *explanation.mutable_kpis(0)->mutable_series(0)->mutable_series();
  for (const char* label : {"store", "area", "channel", "branch"}) {
    (*series.mutable_labels())[label] = "x";
  }
  EXPECT_THAT(NumberExplanationText(explanation, false),
              HasSubstr("orders{area=x,branch=x,channel=x,store=x}:"));
}

TEST(InsightsTextTest, NothingIsClaimedOnlyWhereEverythingIsKnown) {
  auto report = FromText<CombinedReport>(R"pb(
    scorecard { sources { service: "metrics" } }
    okr_report { sources { service: "goals" } })pb");
  EXPECT_THAT(InsightsOnlyText(report, {}, false), HasSubstr("  Nothing.\n"));
  for (auto* sources : {report.mutable_scorecard()->mutable_sources(),
                        report.mutable_okr_report()->mutable_sources()}) {
    sources->Mutable(0)->set_incomplete(true);
    const std::string text = InsightsOnlyText(report, {}, false);
    EXPECT_THAT(text, Not(HasSubstr("Nothing")));
    EXPECT_THAT(text, HasSubstr("  Nobody can tell: "));
    sources->Mutable(0)->set_incomplete(false);
  }
  report.add_insights()->set_message("red");
  EXPECT_THAT(InsightsOnlyText(report, {}, false), Not(HasSubstr("There may be more")));
  report.mutable_scorecard()->mutable_sources(0)->set_incomplete(true);
  EXPECT_THAT(InsightsOnlyText(report, {}, false), HasSubstr("  There may be more: "));
}

}  // namespace
}  // namespace okapi::cli
