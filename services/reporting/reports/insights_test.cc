#include "services/reporting/reports/insights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/text_proto.h"

namespace okapi::reporting {
namespace {

using okapi::metrics::v1::Kpi;
using okapi::reporting::v1::Insight;
using okapi::reporting::v1::OkrReport;
using okapi::reporting::v1::Scorecard;
using okapi::testing::FromText;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1'740'000'000);

GoalsAnswers Heard() {
  GoalsAnswers goals;
  goals.objectives.time = goals.key_results.time = kNow;
  return goals;
}

KpiDefinitions Defined(const std::vector<Kpi>& kpis) {
  KpiDefinitions definitions;
  definitions.settings.time = definitions.kpis.time = kNow;
  definitions.kpis.value.mutable_kpis()->Add(kpis.begin(), kpis.end());
  return definitions;
}

// Of a KPI with a target, by the text of its cells.
std::vector<Insight> InsightsFor(const std::string& cells, const GoalsAnswers& goals,
                                 const std::string& frequency = "MONTH") {
  const std::vector<Kpi> kpis = {FromText<Kpi>(
      "name: 'organizations/o/kpis/k' display_name: 'K' targets { value: 1 } frequency: " +
      frequency)};
  const auto scorecard =
      FromText<Scorecard>("rows { kpi: 'organizations/o/kpis/k' " + cells + " }");
  const OkrReport okr_report;
  const DecisionLog decisions;
  return InsightsOf(
      {"en", kpis, Defined(kpis), scorecard, okr_report, goals, decisions, absl::Hours(24), kNow});
}

std::vector<Insight::Code> CodesOf(const std::string& cells, const GoalsAnswers& goals = Heard(),
                                   const std::string& frequency = "MONTH") {
  std::vector<Insight::Code> codes;
  for (const Insight& insight : InsightsFor(cells, goals, frequency)) {
    codes.push_back(insight.code());
  }
  return codes;
}

// The first.
Insight InsightOf(const std::string& cells, const GoalsAnswers& goals) {
  const std::vector<Insight> insights = InsightsFor(cells, goals);
  return insights.empty() ? Insight() : insights.front();
}

TEST(InsightsTest, ARedKpiThatNobodyAddressesOrDecidesOn) {
  EXPECT_THAT(CodesOf("cells { status: MISSED }"),
              ElementsAre(Insight::UNADDRESSED_KPI, Insight::NO_DECISION));
  EXPECT_THAT(CodesOf("cells { status: MISSED } cells { status: ACHIEVED }"), IsEmpty());
}

TEST(InsightsTest, NobodyKnowsWhetherAKpiIsRedWhoseLastPeriodIsUnknown) {
  EXPECT_THAT(CodesOf("cells { status: MISSED } cells { unknown: true }"), IsEmpty());
  EXPECT_THAT(CodesOf("cells { unknown: true } cells { status: MISSED }"),
              ElementsAre(Insight::UNADDRESSED_KPI, Insight::NO_DECISION));
}

// Goals with an objective in the cycle of the time looked at, or in one that is over, with a key
// result that the KPI drives.
GoalsAnswers WithObjective(const std::string& state, const std::string& cycle) {
  GoalsAnswers goals = Heard();
  goals.cycles.value = FromText<okapi::goals::v1::ListCyclesResponse>(R"pb(
    cycles {
      name: "now"
      start_date { year: 2025 month: 1 day: 1 }
      end_date { year: 2025 month: 3 day: 31 }
      state: ACTIVE
    }
    cycles {
      name: "before"
      start_date { year: 2024 month: 10 day: 1 }
      end_date { year: 2024 month: 12 day: 31 }
      state: ACTIVE
    })pb");
  goals.objectives.value = FromText<okapi::goals::v1::ListObjectivesResponse>(
      "objectives { name: 'organizations/o/objectives/a' display_name: 'A' state: " + state +
      " cycle: '" + cycle + "' }");
  goals.key_results.value = FromText<okapi::goals::v1::ListKeyResultsResponse>(
      "key_results { name: 'organizations/o/objectives/a/keyResults/r' "
      "kpi_source { kpi: 'organizations/o/kpis/k' } }");
  return goals;
}

TEST(InsightsTest, OnlyWhatIsWorkedOnInACycleThatRunsAddressesAKpi) {
  const std::string red = "cells { status: MISSED }";
  for (const std::string state : {"ACTIVE", "PROPOSED"}) {
    EXPECT_THAT(CodesOf(red, WithObjective(state, "now")), ElementsAre(Insight::NO_DECISION));
    EXPECT_THAT(CodesOf(red, WithObjective(state, "before")),
                ElementsAre(Insight::UNADDRESSED_KPI, Insight::NO_DECISION));
  }
  for (const std::string state : {"DRAFT", "CLOSED"}) {
    EXPECT_THAT(CodesOf(red, WithObjective(state, "now")),
                ElementsAre(Insight::UNADDRESSED_KPI, Insight::NO_DECISION));
  }
}

TEST(InsightsTest, ADraftThatWaitsIsNamedInsteadOfANewOne) {
  const Insight waiting = InsightOf("cells { status: MISSED }", WithObjective("DRAFT", "now"));
  EXPECT_THAT(waiting.others(), ElementsAre("organizations/o/objectives/a"));
  EXPECT_FALSE(waiting.has_draft());
  EXPECT_EQ(waiting.message(),
            "“K” is red, and no objective addresses it but the draft “A”, which waits to be "
            "activated.");
  // One that was left behind in a cycle that is over hinders nobody.
  const Insight past =
      InsightOf("cells { status: MISSED actual: 5 } cells { open: true target: 9 }",
                WithObjective("DRAFT", "before"));
  EXPECT_THAT(past.others(), IsEmpty());
  EXPECT_TRUE(past.has_draft());
}

TEST(InsightsTest, AnOpenPeriodHasNoVerdictYetWhetherItIsKnownOrNot) {
  EXPECT_THAT(CodesOf("cells { status: MISSED } cells { unknown: true open: true }"),
              ElementsAre(Insight::UNADDRESSED_KPI, Insight::NO_DECISION));
  EXPECT_THAT(CodesOf("cells { status: MISSED } cells { status: NO_DATA open: true }"),
              ElementsAre(Insight::UNADDRESSED_KPI, Insight::NO_DECISION));
}

TEST(InsightsTest, ADayIsJudgedOnceItIsOver) {
  const auto of_days = [](const std::string& cells) { return CodesOf(cells, Heard(), "DAY"); };
  const std::string morning = "cells { status: OFF_TRACK open: true }";
  EXPECT_THAT(of_days("cells { status: ACHIEVED } " + morning), IsEmpty());
  EXPECT_THAT(of_days(morning), IsEmpty());
  EXPECT_THAT(of_days("cells { status: MISSED } cells { status: ACHIEVED open: true }"),
              ElementsAre(Insight::UNADDRESSED_KPI, Insight::NO_DECISION));
  EXPECT_THAT(of_days("cells { status: ACHIEVED } cells { status: MISSED }"),
              ElementsAre(Insight::UNADDRESSED_KPI, Insight::NO_DECISION))
      << "at its very end it is over";
  EXPECT_THAT(of_days("cells { status: ACHIEVED } cells { status: MISSED open: true }"),
              ElementsAre(Insight::UNADDRESSED_KPI, Insight::NO_DECISION))
      << "a limit that is exceeded stays so until the evening";
  EXPECT_THAT(CodesOf("cells { status: ACHIEVED } " + morning),
              ElementsAre(Insight::UNADDRESSED_KPI, Insight::NO_DECISION))
      << "of a month";
}

// A number that is to stay where it is belongs to KPIs; one that has left its range comes back by a
// key result.
TEST(InsightsTest, ARangeOnlyKeepsANumberUnlessItIsThatOfItsKpi) {
  const auto okr_report = FromText<OkrReport>(R"(
      objectives {
        key_results { name: "own" range { min: 4 max: 6 } }
        key_results { name: "level" range { min: 4 } kpi_source { kpi: "organizations/o/kpis/level" } }
        key_results { name: "band" range { min: 4 max: 6 } kpi_source { kpi: "organizations/o/kpis/band" } }
      })");
  const std::vector<Kpi> kpis = {
      FromText<Kpi>("name: 'organizations/o/kpis/level' targets { value: 4 }"),
      FromText<Kpi>("name: 'organizations/o/kpis/band' direction: WITHIN "
                    "targets { range { min: 4 max: 6 } }")};
  const std::vector<Kpi> none;
  const Scorecard scorecard;
  const DecisionLog decisions;
  const auto kept = [&](const std::vector<Kpi>& looked_at, const KpiDefinitions& definitions) {
    std::vector<std::string> names;
    for (const Insight& insight : InsightsOf({"en", looked_at, definitions, scorecard, okr_report,
                                              Heard(), decisions, absl::Hours(24), kNow})) {
      if (insight.code() == Insight::BETTER_AS_KPI) names.push_back(insight.resource());
    }
    return names;
  };
  EXPECT_THAT(kept(kpis, Defined(kpis)), ElementsAre("own", "level"));
  EXPECT_THAT(kept(none, Defined(kpis)), ElementsAre("own", "level")) << "of another team";
  EXPECT_THAT(kept(none, KpiDefinitions()), ElementsAre("own")) << "nobody knows the KPIs";
}

TEST(InsightsTest, WhatKpisDriveIsNotClaimedUnheard) {
  GoalsAnswers away = Heard();
  away.key_results = {};
  away.key_results.problem = absl::UnavailableError("away");
  EXPECT_THAT(CodesOf("cells { status: MISSED }", away), IsEmpty());
  // A company may use KPIs alone.
  away.objectives.problem = away.key_results.problem = absl::NotFoundError("nobody");
  EXPECT_THAT(CodesOf("cells { status: MISSED }", away),
              ElementsAre(Insight::UNADDRESSED_KPI, Insight::NO_DECISION));
}

}  // namespace
}  // namespace okapi::reporting
