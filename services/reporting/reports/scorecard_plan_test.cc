#include "services/reporting/reports/scorecard_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/api/timestamp.h"

namespace okapi::reporting {
namespace {

using okapi::common::v1::PeriodType;
using okapi::reporting::v1::GetScorecardRequest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

absl::Time PlanTime(int year, int month, int day) {
  return absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone());
}

KpiDefinitions Definitions() {
  KpiDefinitions definitions;
  definitions.settings.time = definitions.kpis.time = PlanTime(2025, 3, 14);
  for (const char* id : {"deals", "revenue"}) {
    auto* kpi = definitions.kpis.value.add_kpis();
    kpi->set_name(std::string("organizations/o/kpis/") + id);
    kpi->set_team(std::string("organizations/o/teams/") + id);
  }
  definitions.kpis.value.mutable_kpis(1)->add_dimensions()->set_label("region");
  return definitions;
}

ScorecardQuery Query(int period_count = 2) {
  ScorecardQuery query;
  query.organization = "organizations/o";
  query.period_count = period_count;
  return query;
}

std::vector<std::string> Ids(const ScorecardPlan& plan) {
  std::vector<std::string> ids;
  for (const auto& period : plan.periods) ids.push_back(period.id());
  return ids;
}

TEST(ScorecardQueryTest, DefaultsAreSixMonthsOfNow) {
  GetScorecardRequest request;
  request.set_name("organizations/o");
  const auto query = ScorecardQuery::Parse(request);
  ASSERT_TRUE(query.ok());
  EXPECT_EQ(query->period_type, PeriodType::MONTH);
  EXPECT_EQ(query->period_count, 6);
  EXPECT_FALSE(query->as_of.has_value());
}

TEST(ScorecardQueryTest, EveryWrongFieldIsNamed) {
  GetScorecardRequest request;
  request.set_name("organizations/o");
  request.set_period_count(121);
  request.mutable_as_of_time()->set_seconds(-1);
  request.set_team("organizations/other/teams/sales");
  const absl::Status status = ScorecardQuery::Parse(request, "scorecard.").status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  for (const char* field : {"scorecard.period_count", "scorecard.as_of_time", "scorecard.team"}) {
    EXPECT_THAT(std::string(status.message()), HasSubstr(field));
  }
}

TEST(PlanScorecardTest, OnePeriodMoreThanColumnsForTheFirstChange) {
  const auto plan = PlanScorecard(Query(), Definitions(), PlanTime(2025, 1, 20));
  ASSERT_TRUE(plan.ok());
  EXPECT_THAT(Ids(*plan), ElementsAre("2024-11", "2024-12", "2025-01"));
  EXPECT_EQ(api::FromTimestamp(plan->questions[0].request.start_time()), PlanTime(2024, 11, 1));
}

TEST(PlanScorecardTest, ThePeriodThatBeginsAtTheTimeIsTheLast) {
  const auto plan = PlanScorecard(Query(1), Definitions(), PlanTime(2025, 2, 1));
  EXPECT_THAT(Ids(*plan), ElementsAre("2025-01", "2025-02"));
}

TEST(PlanScorecardTest, WithABreakdownDimensionsFollowTheirKpi) {
  ScorecardQuery query = Query();
  query.breakdown = true;
  const auto plan = PlanScorecard(query, Definitions(), PlanTime(2025, 1, 20));
  ASSERT_EQ(plan->questions.size(), 3);
  EXPECT_EQ(plan->questions[1].kpi, 1);
  EXPECT_EQ(plan->questions[1].dimension, "");
  EXPECT_EQ(plan->questions[2].kpi, 1);
  EXPECT_THAT(plan->questions[2].request.group_by(), ElementsAre("region"));
}

TEST(PlanScorecardTest, OnlyKpisOfTheTeam) {
  ScorecardQuery query = Query();
  query.team = "organizations/o/teams/deals";
  const auto plan = PlanScorecard(query, Definitions(), PlanTime(2025, 1, 20));
  ASSERT_EQ(plan->kpis.size(), 1);
  EXPECT_EQ(plan->kpis[0].name(), "organizations/o/kpis/deals");
}

TEST(PlanScorecardTest, AnAnswerOfNowIsFoundAgainInTheNextPeriod) {
  const auto january = PlanScorecard(Query(), Definitions(), PlanTime(2025, 1, 20));
  const auto february = PlanScorecard(Query(), Definitions(), PlanTime(2025, 2, 3));
  EXPECT_EQ(january->questions[0].key.Encode(), february->questions[0].key.Encode());
  EXPECT_FALSE(january->questions[0].request.has_end_time());
}

TEST(PlanScorecardTest, AnswersOfDifferentTimesAndLengthsAreKeptApart) {
  ScorecardQuery then = Query();
  then.as_of = PlanTime(2025, 1, 20);
  const auto now = PlanScorecard(Query(), Definitions(), PlanTime(2025, 1, 20));
  const auto past = PlanScorecard(then, Definitions(), *then.as_of);
  const auto longer = PlanScorecard(Query(3), Definitions(), PlanTime(2025, 1, 20));
  EXPECT_NE(now->questions[0].key.Encode(), past->questions[0].key.Encode());
  EXPECT_NE(now->questions[0].key.Encode(), longer->questions[0].key.Encode());
  EXPECT_EQ(api::FromTimestamp(past->questions[0].request.end_time()),
            *then.as_of + absl::Microseconds(1));
}

TEST(PlanScorecardTest, WithoutACalendarThereAreNoColumns) {
  const auto plan = PlanScorecard(Query(), KpiDefinitions(), PlanTime(2025, 1, 20));
  ASSERT_TRUE(plan.ok());
  EXPECT_TRUE(plan->periods.empty());
  EXPECT_TRUE(plan->questions.empty());
}

}  // namespace
}  // namespace okapi::reporting
