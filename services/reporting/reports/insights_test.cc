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

// Of a KPI with a target, by the text of its cells.
std::vector<Insight::Code> CodesOf(const std::string& cells, const GoalsAnswers& goals = Heard()) {
  const std::vector<Kpi> kpis = {
      FromText<Kpi>("name: 'organizations/o/kpis/k' display_name: 'K' targets { value: 1 }")};
  const auto scorecard =
      FromText<Scorecard>("rows { kpi: 'organizations/o/kpis/k' " + cells + " }");
  const OkrReport okr_report;
  const DecisionLog decisions;
  std::vector<Insight::Code> codes;
  for (const Insight& insight :
       InsightsOf({"en", kpis, scorecard, okr_report, goals, decisions, absl::Hours(24), kNow})) {
    codes.push_back(insight.code());
  }
  return codes;
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

TEST(InsightsTest, AnOpenPeriodHasNoVerdictYetWhetherItIsKnownOrNot) {
  EXPECT_THAT(CodesOf("cells { status: MISSED } cells { unknown: true open: true }"),
              ElementsAre(Insight::UNADDRESSED_KPI, Insight::NO_DECISION));
  EXPECT_THAT(CodesOf("cells { status: MISSED } cells { status: NO_DATA open: true }"),
              ElementsAre(Insight::UNADDRESSED_KPI, Insight::NO_DECISION));
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
