// KPIs that are computed from other KPIs, over gRPC.

#include <gmock/gmock.h>

#include "tests/integration/metrics_kpi_fixture.h"
#include "tests/support/status_matchers.h"

namespace okapi::metrics {
namespace {

using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::HasSubstr;

constexpr char kMargin[] = "(net_revenue - cost) / net_revenue * 100";

class MetricsFormulaTest : public KpiFixture {
 protected:
  MetricsFormulaTest() {
    CreateSum("net-revenue", kByRegion);
    CreateSum("cost", kByRegion);
  }
};

TEST_F(MetricsFormulaTest, IsComputedFromTheNumbersOfItsOperands) {
  ASSERT_THAT(CreateFormula("margin", kMargin, kByRegion), IsOk());
  EXPECT_FALSE(Value("margin").has_value());
  Add("net-revenue", 200, {{"region", "south"}});
  Add("net-revenue", 200, {{"region", "north"}});
  EXPECT_FALSE(Value("margin").has_value());  // No cost is not a cost of 0.
  EXPECT_EQ(Value("margin").sample_count(), 0);
  Add("cost", 100, {{"region", "south"}});
  EXPECT_EQ(Value("margin").value(), 75);  // Not the mean of the regions'.
  EXPECT_EQ(Value("margin").sample_count(), 1);
  EXPECT_EQ(Value("margin").last_sample_time().seconds(),
            absl::ToUnixSeconds(clock_.Now() - absl::Hours(1)));

  const auto grouped = Ask("margin", "group_by: 'region'");
  ASSERT_THAT(grouped, IsOk());
  ASSERT_EQ(grouped->groups_size(), 2);
  EXPECT_EQ(grouped->groups(0).labels().at("region"), "north");
  EXPECT_FALSE(grouped->groups(0).values(0).has_value());
  EXPECT_EQ(grouped->groups(1).values(0).value(), 50);
  EXPECT_EQ(Values("margin", "filter { label: 'region' values: 'south' }")[0].value(), 50);
  scene_.Restart();
  EXPECT_EQ(Value("margin").value(), 75);
}

TEST_F(MetricsFormulaTest, ADivisionByZeroIsMissing) {
  ASSERT_THAT(CreateFormula("margin", kMargin), IsOk());
  Add("net-revenue", 0);
  Add("cost", 10);
  EXPECT_FALSE(Value("margin").has_value());
  EXPECT_EQ(Value("margin").sample_count(), 1);
}

TEST_F(MetricsFormulaTest, RestsOnFormulasAndOnEveryAggregation) {
  ASSERT_THAT(Create("basket", R"(aggregation: RATIO_OF_SUMS metric: "net-revenue"
                                  denominator_metric: "cost")"),
              IsOk());
  ASSERT_THAT(CreateFormula("profit", "net_revenue - cost"), IsOk());
  ASSERT_THAT(CreateFormula("top", "max(profit, 0) + basket + cost"), IsOk());
  Add("net-revenue", 30);
  Add("net-revenue", 20);
  Add("cost", 10);
  EXPECT_EQ(Value("top").value(), 40 + 5 + 10);
  EXPECT_EQ(Value("top").sample_count(), 1);
  const auto compared = Values("top", "compare: PREVIOUS_PERIOD include_coverage: true");
  ASSERT_EQ(compared.size(), 1);
  EXPECT_EQ(compared[0].value(), 55);
  EXPECT_FALSE(compared[0].has_previous_value());
  EXPECT_DOUBLE_EQ(compared[0].coverage(), 1.0 / 14);
}

TEST_F(MetricsFormulaTest, AWatchFollowsTheOperands) {
  ASSERT_THAT(CreateFormula("profit", "net_revenue - cost"), IsOk());
  Add("net-revenue", 30);
  const auto request = testing::FromText<v1::WatchAggregatesRequest>(
      R"(parent: "organizations/o" queries { name: "organizations/o/kpis/profit" })");
  Watcher<v1::WatchAggregatesRequest, v1::WatchAggregatesResponse> watcher(
      scene_, &Stub::WatchAggregates, request);
  EXPECT_FALSE(watcher.Next().updates(0).result().groups(0).values(0).has_value());
  Add("cost", 10);
  EXPECT_EQ(watcher.Next().updates(0).result().groups(0).values(0).value(), 20);
}

TEST_F(MetricsFormulaTest, WhatIsWrongWithAFormulaIsSaidWithItsPlace) {
  const absl::Status syntax = CreateFormula("x", "cost +").status();
  EXPECT_THAT(syntax, ReasonIs(ErrorReason::INVALID_FIELD));
  EXPECT_THAT(syntax.message(), HasSubstr("kpi.formula: at character 7"));
  const absl::Status unknown = CreateFormula("x", "cost + none").status();
  EXPECT_THAT(unknown, ReasonIs(ErrorReason::REFERENCE_NOT_FOUND));
  EXPECT_THAT(unknown.message(), HasSubstr("kpi.formula: at character 8"));
  EXPECT_THAT(unknown.message(), HasSubstr("organizations/o/kpis/none"));
  EXPECT_THAT(CreateFormula("x", "cost", "metric: 'm'").status().message(),
              HasSubstr("kpi.metric"));
  EXPECT_THAT(Create("x", "aggregation: SUM metric: 'm' formula: 'cost'").status().message(),
              HasSubstr("kpi.formula"));
  EXPECT_THAT(Create("x", "aggregation: SUM").status().message(), HasSubstr("kpi.metric"));
  EXPECT_THAT(Create("x", "aggregation: FORMULA").status().message(), HasSubstr("kpi.formula"));
}

TEST_F(MetricsFormulaTest, CirclesAreRefused) {
  const absl::Status own = CreateFormula("x", "cost + x").status();
  EXPECT_THAT(own, ReasonIs(ErrorReason::CYCLIC_REFERENCE));
  EXPECT_THAT(own.message(), HasSubstr("at character 8"));
  ASSERT_THAT(CreateFormula("a", "cost"), IsOk());
  ASSERT_THAT(CreateFormula("b", "a * 2"), IsOk());
  ASSERT_THAT(CreateFormula("c", "b + cost"), IsOk());
  const absl::Status circle = Update("a", "formula: 'cost - c'").status();
  EXPECT_THAT(circle, ReasonIs(ErrorReason::CYCLIC_REFERENCE));
  EXPECT_THAT(circle.message(), HasSubstr("at character 8"));
  EXPECT_THAT(Update("a", "formula: 'cost * 3'"), IsOk());
}

TEST_F(MetricsFormulaTest, LevelsAreBoundedFromBothEnds) {
  ASSERT_THAT(CreateFormula("f1", "cost"), IsOk());
  for (int i = 2; i <= 10; ++i) {
    ASSERT_THAT(CreateFormula(absl::StrCat("f", i), absl::StrCat("f", i - 1)), IsOk());
  }
  EXPECT_THAT(CreateFormula("f11", "f10"), ReasonIs(ErrorReason::LIMIT_EXCEEDED));
  ASSERT_THAT(CreateFormula("deeper", "net_revenue"), IsOk());
  EXPECT_THAT(Update("f1", "formula: 'deeper'"), ReasonIs(ErrorReason::LIMIT_EXCEEDED));
  Add("cost", 4);
  EXPECT_EQ(Value("f10").value(), 4);
}

TEST_F(MetricsFormulaTest, AnOperandCannotBeDeletedAndNeedsTheGroupsLabels) {
  ASSERT_THAT(CreateFormula("margin", kMargin, "dimensions { label: 'shop' }"), IsOk());
  const absl::Status in_use = Delete("cost");
  EXPECT_THAT(in_use, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(in_use, ReasonIs(ErrorReason::RESOURCE_IN_USE));
  EXPECT_THAT(in_use.message(), HasSubstr("kpis/margin"));
  const absl::Status refused = Ask("margin", "group_by: 'shop'").status();
  EXPECT_THAT(refused.message(), HasSubstr("group_by[0]: 'shop' is not a dimension of "));
  EXPECT_THAT(Delete("margin"), IsOk());
  EXPECT_THAT(Delete("cost"), IsOk());
}

}  // namespace
}  // namespace okapi::metrics
