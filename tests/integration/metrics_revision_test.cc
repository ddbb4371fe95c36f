// Definitions of KPIs that change from a day on, over gRPC.

#include <gmock/gmock.h>

#include "tests/integration/metrics_kpi_fixture.h"
#include "tests/support/field_matchers.h"
#include "tests/support/status_matchers.h"

namespace okapi::metrics {
namespace {

using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::HasSubstr;

constexpr char kFromNewYear[] = "start_time { seconds: 1735689600 }";  // 2025-01-01

absl::Time Noon(int month, int day) {
  return absl::FromCivil(absl::CivilHour(2025, month, day, 12), absl::UTCTimeZone());
}

class MetricsRevisionTest : public KpiFixture {
 protected:
  MetricsRevisionTest() {
    CreateSum("revenue");
    for (int month = 1; month <= 3; ++month) {
      Add("revenue", Noon(month, 2), 10 * month);
      Add("sales", Noon(month, 2), 100 * month);
    }
  }
  // Of January, February and March.
  std::vector<double> Numbers(const std::string& id) {
    std::vector<double> numbers;
    for (const v1::KpiValue& value : Values(id, kFromNewYear)) numbers.push_back(value.value());
    return numbers;
  }
  absl::StatusOr<v1::Kpi> MeasureSalesFrom(int month) {
    return Update(
        "revenue",
        absl::StrCat("metric: 'sales' effective_date { year: 2025 month: ", month, " day: 1 }"),
        "update_mask { paths: 'metric' paths: 'effective_date' }");
  }
};

TEST_F(MetricsRevisionTest, EachPeriodIsComputedByTheDefinitionThatHeldThen) {
  const auto changed = MeasureSalesFrom(2);
  ASSERT_THAT(changed, IsOk());
  ASSERT_EQ(changed->former_definitions_size(), 1);
  EXPECT_EQ(changed->former_definitions(0).metric(), "revenue");
  EXPECT_FALSE(changed->former_definitions(0).has_effective_date());
  EXPECT_THAT(Numbers("revenue"), ::testing::ElementsAre(10, 200, 300));
  scene_.Restart();
  EXPECT_THAT(Numbers("revenue"), ::testing::ElementsAre(10, 200, 300));
  const auto values = Values("revenue", kFromNewYear);
  EXPECT_FALSE(values[0].has_definition_date());
  EXPECT_EQ(values[1].definition_date().month(), 2);
  // A year has the definition of its first day.
  EXPECT_EQ(Values("revenue", "period_type: YEAR")[0].value(), 60);
}

TEST_F(MetricsRevisionTest, WithoutANewDayTheCurrentOneIsCorrected) {
  ASSERT_THAT(Update("revenue", "metric: 'sales'", "update_mask { paths: 'metric' }"), IsOk());
  EXPECT_THAT(Numbers("revenue"), ::testing::ElementsAre(100, 200, 300));
  const auto dated =
      Update("revenue", "metric: 'revenue' effective_date { year: 2025 month: 3 day: 1 }",
             "update_mask { paths: 'metric' paths: 'effective_date' }");
  ASSERT_THAT(dated, IsOk());
  EXPECT_THAT(Numbers("revenue"), ::testing::ElementsAre(100, 200, 30));
  const auto corrected =
      Update("revenue", "aggregation: COUNT", "update_mask { paths: 'aggregation' }");
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(corrected->former_definitions_size(), 1);
  EXPECT_THAT(Numbers("revenue"), ::testing::ElementsAre(100, 200, 1));
  // The day was wrong, and then it should never have changed.
  ASSERT_THAT(Update("revenue", "effective_date { year: 2025 month: 2 day: 1 }",
                     "update_mask { paths: 'effective_date' }"),
              IsOk());
  EXPECT_THAT(Numbers("revenue"), ::testing::ElementsAre(100, 1, 1));
  const auto cleared = Update("revenue", "", "update_mask { paths: 'effective_date' }");
  ASSERT_THAT(cleared, IsOk());
  EXPECT_EQ(cleared->former_definitions_size(), 0);
  EXPECT_THAT(Numbers("revenue"), ::testing::ElementsAre(1, 1, 1));
}

TEST_F(MetricsRevisionTest, DaysThatMakeNoSenseAreRefused) {
  EXPECT_THAT(
      Create("a", "aggregation: SUM metric: 'a' effective_date { year: 2025 month: 1 day: 1 }"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not for a new KPI")));
  EXPECT_THAT(Update("revenue", "effective_date { year: 2025 month: 3 day: 1 }",
                     "update_mask { paths: 'effective_date' }"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("needs a change")));
  EXPECT_THAT(MeasureSalesFrom(13),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("kpi.effective_date")));
  ASSERT_THAT(MeasureSalesFrom(2), IsOk());
  EXPECT_THAT(Update("revenue", "aggregation: COUNT effective_date { year: 2025 month: 1 day: 1 }",
                     "update_mask { paths: 'aggregation' paths: 'effective_date' }"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("must not be before")));
}

TEST_F(MetricsRevisionTest, AFormulaFollowsTheDefinitionsOfItsOperands) {
  CreateSum("cost");
  ASSERT_THAT(CreateFormula("double", "revenue * 2"), IsOk());
  ASSERT_THAT(MeasureSalesFrom(2), IsOk());
  EXPECT_THAT(Numbers("double"), ::testing::ElementsAre(20, 400, 600));
  // What a former definition needs cannot be deleted, and closes circles.
  ASSERT_THAT(Update("double",
                     "aggregation: SUM metric: 'sales' formula: '' "
                     "effective_date { year: 2025 month: 3 day: 1 }",
                     "update_mask { paths: 'aggregation' paths: 'metric' paths: 'formula' "
                     "paths: 'effective_date' }"),
              IsOk());
  EXPECT_THAT(Numbers("double"), ::testing::ElementsAre(20, 400, 300));
  EXPECT_THAT(Delete("revenue"), ReasonIs(ErrorReason::RESOURCE_IN_USE));
  EXPECT_THAT(Update("revenue", "aggregation: FORMULA metric: '' formula: 'double'",
                     "update_mask { paths: 'aggregation' paths: 'metric' paths: 'formula' }"),
              ReasonIs(ErrorReason::CYCLIC_REFERENCE));
}

TEST_F(MetricsRevisionTest, TellsWhatIsDueAndWhatIsSettled) {
  CreateSum("visits",
            "targets { value: 310 curve { shares: [ 0, 1 ] } } bands { on_track: 0.95 } "
            "late_tolerance { seconds: 1209600 }");  // 14 days
  const auto values = Values("visits", absl::StrCat(kFromNewYear,
                                                    " include_due_target: true "
                                                    "end_time { seconds: 1742472000 }"));
  ASSERT_EQ(values.size(), 3);
  EXPECT_EQ(values[0].due_target(), 310);
  EXPECT_TRUE(values[0].settled());
  EXPECT_FALSE(values[1].settled());  // It is 14 March.
  // By 20 March, 12 o'clock: 19.5 of 31 days.
  EXPECT_DOUBLE_EQ(values[2].due_target(), 310 * (2 * 19.5 / 31 - 1));
  EXPECT_FALSE(Value("visits").has_due_target());
  EXPECT_THAT(
      Create("a", "aggregation: AVERAGE metric: 'a' targets { value: 1 curve { shape: S_CURVE } }"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("kpi.targets[0].curve")));
  EXPECT_THAT(Create("a", "aggregation: SUM metric: 'a' bands { on_track: 2 }"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("kpi.bands.on_track")));
  EXPECT_THAT(Create("a", "aggregation: SUM metric: 'a' late_tolerance { seconds: -1 }"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("kpi.late_tolerance")));
}

TEST_F(MetricsRevisionTest, RemembersWhoChangedWhatAndWhy) {
  const std::string ann = "author: 'organizations/o/members/ann' reason: 'two more shops' ";
  ASSERT_THAT(Update("revenue", "targets { value: 9 }", ann), IsOk());
  clock_.Advance(absl::Hours(1));
  ASSERT_THAT(MeasureSalesFrom(2), IsOk());
  // Nothing is another.
  ASSERT_THAT(Update("revenue", "targets { value: 9 }", ann), IsOk());
  v1::RetireKpiRequest retire;
  retire.set_name(NameOf("revenue"));
  retire.set_reason("sold");
  ASSERT_THAT(scene_.Call(&Stub::RetireKpi, retire), IsOk());
  // Refused, and so nothing to remember.
  EXPECT_FALSE(Update("revenue", "targets { value: 10 }").ok());
  v1::ReactivateKpiRequest reactivate;
  reactivate.set_name(NameOf("revenue"));
  ASSERT_THAT(scene_.Call(&Stub::ReactivateKpi, reactivate), IsOk());
  const auto kpi = Get("revenue");
  ASSERT_THAT(kpi, IsOk());
  ASSERT_EQ(kpi->changes_size(), 4);
  EXPECT_THAT(kpi->changes(0).fields(), ::testing::ElementsAre("targets"));
  EXPECT_EQ(kpi->changes(0).author(), "organizations/o/members/ann");
  EXPECT_EQ(kpi->changes(0).reason(), "two more shops");
  EXPECT_THAT(kpi->changes(1).fields(), ::testing::ElementsAre("metric", "effective_date"));
  EXPECT_EQ(kpi->changes(1).change_time().seconds() - kpi->changes(0).change_time().seconds(),
            3600);
  EXPECT_THAT(kpi->changes(2).fields(), ::testing::ElementsAre("state"));
  EXPECT_EQ(kpi->changes(2).reason(), "sold");
  EXPECT_THAT(kpi->changes(3).fields(), ::testing::ElementsAre("state"));
  EXPECT_THAT(Update("revenue", "targets { value: 10 }", "author: 'organizations/p/members/bo'"),
              okapi::testing::BadFieldIs("author"));
}

TEST_F(MetricsRevisionTest, ForgetsTheOldestOfAHundredChanges) {
  for (int i = 1; i <= 101; ++i) {
    ASSERT_THAT(Update("revenue", absl::StrCat("targets { value: ", i, " }"),
                       absl::StrCat("reason: '", i, "'")),
                IsOk());
  }
  const auto kpi = Get("revenue");
  ASSERT_THAT(kpi, IsOk());
  ASSERT_EQ(kpi->changes_size(), 100);
  EXPECT_EQ(kpi->changes(0).reason(), "2");
  EXPECT_EQ(kpi->changes(99).reason(), "101");
}

}  // namespace
}  // namespace okapi::metrics
