// KPIs that are to stay inside a range, over gRPC.

#include <gmock/gmock.h>

#include "tests/integration/metrics_kpi_fixture.h"
#include "tests/support/status_matchers.h"

namespace okapi::metrics {
namespace {

using okapi::testing::IsOk;
using okapi::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

class MetricsRangeTest : public KpiFixture {
 protected:
  v1::KpiValue Ask(const std::string& question) {
    const auto answer =
        scene_.Call(&Stub::AggregateKpi, testing::FromText<v1::AggregateKpiRequest>(absl::StrCat(
                                             "name: 'organizations/o/kpis/stock' ", question)));
    EXPECT_THAT(answer, IsOk());
    return answer.ok() ? answer->groups(0).values(0) : v1::KpiValue();
  }
};

TEST_F(MetricsRangeTest, BothEndsAreAnsweredAndAddUp) {
  CreateSum("stock", absl::StrCat(kByRegion, R"(direction: WITHIN
      targets { range { min: 40 max: 60 } }
      targets { range { min: 0 max: 90 } effective_date { year: 2025 month: 3 day: 1 } }
      targets { range { min: -1 max: 2 } dimension: 'region' member: 'north' })"));
  const v1::KpiValue march = Ask("");
  EXPECT_EQ(march.target(), 0);
  EXPECT_EQ(march.target_max(), 90);
  EXPECT_TRUE(march.has_target());
  const v1::KpiValue quarter = Ask("period_type: QUARTER include_due_target: true");
  EXPECT_EQ(quarter.target(), 80);
  EXPECT_EQ(quarter.target_max(), 210);
  EXPECT_EQ(quarter.due_target(), 80) << "nothing more is due of March's lower end";
  EXPECT_GT(quarter.due_target_max(), 120);
  EXPECT_LT(quarter.due_target_max(), 210);
  const v1::KpiValue north = Ask("filter { label: 'region' values: 'north' }");
  EXPECT_EQ(north.target(), -1);
  EXPECT_EQ(north.target_max(), 2);
}

TEST_F(MetricsRangeTest, TheDirectionAndItsTargetsFitAlsoAfterAnUpdate) {
  CreateSum("revenue", "targets { value: 100 }");
  EXPECT_THAT(Update("revenue", "direction: WITHIN"),
              StatusIs(kInvalid, HasSubstr("kpi.targets[0].value: is not for direction WITHIN")));
  EXPECT_THAT(Update("revenue", "targets { range { min: 90 max: 110 } }"),
              StatusIs(kInvalid, HasSubstr("kpi.targets[0].range: is for direction WITHIN only")));
  EXPECT_THAT(Update("revenue", "direction: WITHIN targets { range { min: 90 } }"),
              StatusIs(kInvalid, HasSubstr("kpi.targets[0].range.max: is required")));
  EXPECT_THAT(Update("revenue", "direction: WITHIN targets { range { } }"),
              StatusIs(kInvalid, AllOf(HasSubstr("kpi.targets[0].range.min: is required"),
                                       HasSubstr("kpi.targets[0].range.max: is required"))));
  EXPECT_THAT(Create("other",
                     "direction: WITHIN aggregation: SUM metric: 'm' targets { range { "
                     "min: 5 max: 4 } } targets { dimension: 'x' }"),
              StatusIs(kInvalid, AllOf(HasSubstr("kpi.targets[0].range.max: must not be below min"),
                                       HasSubstr("kpi.targets[1].range: is required"),
                                       HasSubstr("kpi.targets[1].dimension"))));
  const auto both = Update("revenue", "direction: WITHIN targets { range { min: 90 max: 110 } }");
  ASSERT_THAT(both, IsOk());
  EXPECT_THAT(Update("revenue", "direction: DECREASE"),
              StatusIs(kInvalid, HasSubstr("kpi.targets[0].range: is for direction WITHIN only")));
  ASSERT_THAT(Update("revenue", "display_name: 'Kept'"), IsOk());
  const auto kept = Get("revenue");
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->targets(0).range().max(), 110);
  EXPECT_THAT(kept->changes(0).fields(), ::testing::ElementsAre("direction", "targets"));
  EXPECT_THAT(Update("revenue", "direction: DECREASE targets { value: 0 }"), IsOk());
}

}  // namespace
}  // namespace okapi::metrics
