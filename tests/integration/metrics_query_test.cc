// Several questions at once, comparisons, the largest groups and coverage, over gRPC.

#include <gmock/gmock.h>

#include "tests/integration/metrics_kpi_fixture.h"
#include "tests/support/status_matchers.h"

namespace okapi::metrics {
namespace {

using okapi::testing::IsOk;
using okapi::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

absl::Time Day(int year, int month, int day, int hour = 12) {
  return absl::FromCivil(absl::CivilHour(year, month, day, hour), absl::UTCTimeZone());
}

class MetricsQueryTest : public KpiFixture {
 protected:
  template <typename Request>
  Request Questions(const std::vector<std::string>& questions) {
    Request request;
    request.set_parent("organizations/o");
    for (const std::string& question : questions) {
      *request.add_queries() = testing::FromText<v1::AggregateKpiRequest>(question);
    }
    return request;
  }
  absl::StatusOr<v1::BatchAggregateKpisResponse> AskAll(const std::vector<std::string>& questions) {
    return scene_.Call(&Stub::BatchAggregateKpis,
                       Questions<v1::BatchAggregateKpisRequest>(questions));
  }
};

TEST_F(MetricsQueryTest, ManyQuestionsAreAnsweredAtOneRevision) {
  CreateSum("revenue");
  CreateSum("visits");
  Add("revenue", 10);
  Add("visits", 3);
  const auto batch = AskAll(
      {"name: 'organizations/o/kpis/revenue'", "name: 'organizations/o/kpis/nothing'",
       "name: 'organizations/o/kpis/visits' top: -1", "name: 'organizations/o/kpis/visits'"});
  ASSERT_THAT(batch, IsOk());
  ASSERT_EQ(batch->answers_size(), 4);
  EXPECT_EQ(batch->answers(0).result().groups(0).values(0).value(), 10);
  EXPECT_EQ(batch->answers(0).result().revision(), batch->revision());
  EXPECT_EQ(batch->answers(1).error().code(), static_cast<int>(absl::StatusCode::kNotFound));
  EXPECT_EQ(batch->answers(2).error().code(), static_cast<int>(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(batch->answers(3).query(), 3);
  EXPECT_EQ(batch->answers(3).result().groups(0).values(0).value(), 3);
  EXPECT_THAT(AskAll({"name: 'organizations/x/kpis/revenue'"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("queries[0].name")));
  EXPECT_THAT(AskAll({}), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("queries")));
}

TEST_F(MetricsQueryTest, LargeAnswersComeInParts) {
  CreateSum("revenue", kByRegion);
  CreateSum("visits");
  constexpr int kRegions = 60;
  for (int i = 0; i < kRegions; ++i) {
    Add("revenue", i, {{"region", absl::StrCat("r", 100 + i)}});
  }
  const auto request = Questions<v1::StreamAggregateKpisRequest>(
      {"name: 'organizations/o/kpis/revenue' group_by: 'region' period_type: DAY "
       "start_time { seconds: 1704067200 }",
       "name: 'organizations/o/kpis/nothing'", "name: 'organizations/o/kpis/visits'"});
  Watcher<v1::StreamAggregateKpisRequest, v1::StreamAggregateKpisResponse> stream(
      scene_, &Stub::StreamAggregateKpis, request);
  int groups = 0;
  int parts = 0;
  for (bool complete = false; !complete; ++parts) {
    const v1::StreamAggregateKpisResponse response = stream.Next();
    if (HasFailure()) return;
    EXPECT_EQ(response.part().query(), 0);
    EXPECT_EQ(response.part().result().group_count(), kRegions);
    EXPECT_LT(response.ByteSizeLong(), 1 << 20);
    for (const v1::KpiGroup& group : response.part().result().groups()) {
      EXPECT_EQ(group.labels().at("region"), absl::StrCat("r", 100 + groups));
      EXPECT_EQ(group.values().rbegin()->value(), groups);
      ++groups;
    }
    complete = response.complete();
  }
  EXPECT_EQ(groups, kRegions);
  EXPECT_GT(parts, 1);
  const v1::StreamAggregateKpisResponse second = stream.Next();
  EXPECT_EQ(second.part().error().code(), static_cast<int>(absl::StatusCode::kNotFound));
  EXPECT_TRUE(second.complete());
  EXPECT_TRUE(stream.Next().complete());
  EXPECT_THAT(stream.End(), IsOk());
}

TEST_F(MetricsQueryTest, AStreamOfWrongQuestionsIsRefused) {
  Watcher<v1::StreamAggregateKpisRequest, v1::StreamAggregateKpisResponse> stream(
      scene_, &Stub::StreamAggregateKpis,
      Questions<v1::StreamAggregateKpisRequest>({"name: 'organizations/x/kpis/revenue'"}));
  EXPECT_THAT(stream.End(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("queries[0].name")));
}

TEST_F(MetricsQueryTest, ComparesWithThePeriodAndTheYearBefore) {
  CreateSum("revenue");
  Add("revenue", Day(2024, 3, 31), 100);  // Whole periods, also where this one is half over.
  Add("revenue", Day(2025, 2, 28), 40);
  Add("revenue", Day(2025, 3, 1), 30);
  const auto values = Values("revenue",
                             "compare: PREVIOUS_PERIOD compare: PREVIOUS_YEAR "
                             "start_time { seconds: 1738368000 }");  // 2025-02-01
  ASSERT_EQ(values.size(), 2);
  EXPECT_EQ(values[0].value(), 40);
  EXPECT_FALSE(values[0].has_previous_value());  // Missing is not 0.
  EXPECT_FALSE(values[0].has_previous_year_value());
  EXPECT_EQ(values[1].value(), 30);
  EXPECT_EQ(values[1].previous_value(), 40);
  EXPECT_EQ(values[1].previous_year_value(), 100);
  EXPECT_THAT(Ask("revenue", "compare: COMPARISON_UNSPECIFIED"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("compare[0]")));
  EXPECT_THAT(Ask("revenue",
                  "compare: PREVIOUS_YEAR include_coverage: true whole_interval: true "
                  "start_time { seconds: 1738368000 }"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("compare"), HasSubstr("include_coverage"))));
}

TEST_F(MetricsQueryTest, ADayIsComparedWithTheSameDayOfTheWeek) {
  CreateSum("revenue");
  Add("revenue", Day(2024, 3, 15), 9);  // A Friday, as 2025-03-14 is.
  Add("revenue", Day(2025, 3, 14, 1), 5);
  const auto values = Values("revenue", "compare: PREVIOUS_YEAR period_type: DAY");
  ASSERT_EQ(values.size(), 1);
  EXPECT_EQ(values[0].previous_year_value(), 9);
}

TEST_F(MetricsQueryTest, TheFirstGroupsByValue) {
  CreateSum("revenue", "dimensions { label: 'region' members { value: 'nowhere' } } ");
  for (const auto& [region, value] :
       std::vector<std::pair<std::string, double>>{{"a", 3}, {"b", 9}, {"c", -1}, {"d", 9}}) {
    Add("revenue", value, {{"region", region}});
  }
  auto regions = [&](const std::string& more) {
    std::vector<std::string> names;
    const auto answer = Ask("revenue", "group_by: 'region' " + more);
    if (!answer.ok()) return names;
    EXPECT_EQ(answer->group_count(), 5);
    for (const auto& group : answer->groups()) names.push_back(group.labels().at("region"));
    return names;
  };
  EXPECT_THAT(regions(""), ElementsAre("a", "b", "c", "d", "nowhere"));
  EXPECT_THAT(regions("top: 2"), ElementsAre("b", "d"));
  EXPECT_THAT(regions("group_order: SMALLEST_FIRST"), ElementsAre("c", "a", "b", "d", "nowhere"));
  EXPECT_THAT(regions("group_order: BY_LABELS top: 1"), ElementsAre("a"));
}

TEST_F(MetricsQueryTest, CoverageTellsHowMuchOfThePeriodHasSamples) {
  CreateSum("revenue", kByRegion);
  for (int day = 1; day <= 10; ++day) Add("revenue", Day(2025, 2, day), 1, {{"region", "a"}});
  Add("revenue", Day(2025, 2, 28), 1, {{"region", "b"}});
  const auto february = Values("revenue",
                               "include_coverage: true start_time { seconds: 1738368000 } "
                               "end_time { seconds: 1740787200 }");
  ASSERT_EQ(february.size(), 1);
  EXPECT_DOUBLE_EQ(february[0].coverage(), 11.0 / 28);
  const auto march = Values("revenue", "include_coverage: true");
  ASSERT_EQ(march.size(), 1);
  EXPECT_DOUBLE_EQ(march[0].coverage(), 0);  // 13 days without a sample.
  EXPECT_FALSE(march[0].has_value());
  const auto by_region = Ask("revenue",
                             "group_by: 'region' include_coverage: true "
                             "start_time { seconds: 1738368000 } end_time { seconds: 1740787200 }");
  ASSERT_THAT(by_region, IsOk());
  ASSERT_EQ(by_region->groups_size(), 2);
  EXPECT_DOUBLE_EQ(by_region->groups(0).values(0).coverage(), 10.0 / 28);
  EXPECT_DOUBLE_EQ(by_region->groups(1).values(0).coverage(), 1.0 / 28);
}

}  // namespace
}  // namespace okapi::metrics
