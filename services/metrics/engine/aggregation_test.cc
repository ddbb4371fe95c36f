#include "services/metrics/engine/aggregation.h"

#include <gmock/gmock.h>

#include <map>
#include <random>

#include "services/metrics/engine/organization_samples.h"
#include "tests/support/status_matchers.h"

namespace okapi::metrics {
namespace {

using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::Optional;

class AggregationTest : public ::testing::Test {
 protected:
  // Adds samples of one series.
  void Add(const std::string& metric, const Labels& labels, SampleKind kind,
           const std::vector<Sample>& samples) {
    organization_.index.Add({metric, labels}, kind);
    SeriesHead& head = organization_.heads.emplace_back();
    for (const Sample& sample : samples) head.Append(sample);
  }

  static AggregationQuery Query(v1::Aggregation aggregation, std::vector<int64_t> bounds_us) {
    AggregationQuery query;
    query.aggregation = aggregation;
    query.metric = "m";
    query.denominator_metric = aggregation == v1::RATIO_OF_SUMS ? "d" : "";
    query.bounds_us = std::move(bounds_us);
    return query;
  }
  std::vector<GroupNumbers> Ask(const AggregationQuery& query) {
    auto groups = Aggregate(Capture(query), query);
    EXPECT_THAT(groups, IsOk());
    return groups.ok() ? *std::move(groups) : std::vector<GroupNumbers>();
  }
  // The only number of a query without groups and with one interval.
  IntervalNumber AskOne(const AggregationQuery& query) {
    const auto groups = Ask(query);
    if (groups.size() != 1 || groups[0].intervals.size() != 1) {
      ADD_FAILURE() << "not one number";
      return {};
    }
    return groups[0].intervals[0];
  }

  CapturedSamples Capture(const AggregationQuery& query) {
    CapturedSamples captured;
    for (const SampleSelection& selection : query.Selections()) {
      captured.metrics.push_back(CaptureMetric(organization_, selection, false));
    }
    return captured;
  }

  OrganizationSamples organization_{"organizations/o"};
};

TEST_F(AggregationTest, IntervalsAreHalfOpen) {
  Add("m", {}, v1::DELTA, {{9, 1}, {10, 2}, {19, 4}, {20, 8}, {29, 16}, {30, 32}});
  const auto groups = Ask(Query(v1::SUM, {10, 20, 30}));
  ASSERT_EQ(groups.size(), 1);
  EXPECT_THAT(groups[0].labels, ElementsAre());
  ASSERT_EQ(groups[0].intervals.size(), 2);
  EXPECT_THAT(groups[0].intervals[0].value, Optional(6.0));
  EXPECT_EQ(groups[0].intervals[0].sample_count, 2);
  EXPECT_EQ(groups[0].intervals[0].last_sample_us, 19);
  EXPECT_THAT(groups[0].intervals[1].value, Optional(24.0));
}

TEST_F(AggregationTest, MissingIsNeverZero) {
  Add("m", {}, v1::DELTA, {{25, 1}});
  for (const auto aggregation : {v1::SUM, v1::AVERAGE, v1::LAST, v1::RATIO_OF_SUMS}) {
    const IntervalNumber number = AskOne(Query(aggregation, {10, 20}));
    EXPECT_EQ(number.value, std::nullopt) << v1::Aggregation_Name(aggregation);
    EXPECT_EQ(number.sample_count, 0);
  }
}

TEST_F(AggregationTest, TheMeanIsOfSamplesNotOfMeans) {
  Add("m", {{"shop", "a"}}, v1::GAUGE, {{1, 10}});
  Add("m", {{"shop", "b"}}, v1::GAUGE, {{1, 1}, {2, 1}, {3, 0}});
  EXPECT_THAT(AskOne(Query(v1::AVERAGE, {0, 10})).value, Optional(3.0));
}

TEST_F(AggregationTest, LastIsTheNewestOfEverySeriesAddedUp) {
  Add("m", {{"shop", "a"}}, v1::DELTA, {{1, 10}, {2, 20}});
  Add("m", {{"shop", "b"}}, v1::DELTA, {{1, 5}});
  Add("m", {{"shop", "c"}}, v1::DELTA, {{4, 1}, {4, 2}});  // Increments at one time are one.
  const IntervalNumber number = AskOne(Query(v1::LAST, {0, 10}));
  EXPECT_THAT(number.value, Optional(28.0));
  EXPECT_EQ(number.sample_count, 4);
  EXPECT_EQ(number.last_sample_us, 4);
}

TEST_F(AggregationTest, ARatioIsOfSums) {
  Add("m", {{"shop", "a"}}, v1::DELTA, {{1, 100}});
  Add("m", {{"shop", "b"}}, v1::DELTA, {{1, 10}, {2, 10}});
  Add("d", {{"shop", "a"}}, v1::DELTA, {{1, 1}});
  Add("d", {{"shop", "b"}}, v1::DELTA, {{1, 3}, {2, 4}, {3, 4}});
  const IntervalNumber number = AskOne(Query(v1::RATIO_OF_SUMS, {0, 10}));
  EXPECT_THAT(number.value, Optional(10.0));
  EXPECT_EQ(number.sample_count, 3);    // Those of the dividend.
  EXPECT_EQ(number.last_sample_us, 2);  // The divisor's newest does not count.
}

TEST_F(AggregationTest, ARatioWithoutDivisorIsMissing) {
  Add("m", {}, v1::DELTA, {{1, 1}, {11, 1}});
  Add("d", {}, v1::DELTA, {{11, 2}, {12, -2}});
  const auto groups = Ask(Query(v1::RATIO_OF_SUMS, {0, 10, 20}));
  EXPECT_EQ(groups[0].intervals[0].value, std::nullopt);  // No divisor.
  EXPECT_EQ(groups[0].intervals[0].sample_count, 1);
  EXPECT_EQ(groups[0].intervals[1].value, std::nullopt);  // A divisor of 0.
}

TEST_F(AggregationTest, GroupsAreSortedAndALabelThatIsMissingIsEmpty) {
  Add("m", {{"region", "south"}, {"shop", "a"}}, v1::DELTA, {{1, 1}});
  Add("m", {{"region", "north"}}, v1::DELTA, {{1, 2}});
  Add("m", {{"shop", "b"}}, v1::DELTA, {{1, 4}});
  Add("m", {{"region", "south"}, {"shop", "b"}}, v1::DELTA, {{1, 8}});
  AggregationQuery query = Query(v1::SUM, {0, 10});
  query.group_by = {"region"};
  const auto groups = Ask(query);
  ASSERT_EQ(groups.size(), 3);
  EXPECT_THAT(groups[0].labels, ElementsAre(""));
  EXPECT_THAT(groups[1].labels, ElementsAre("north"));
  EXPECT_THAT(groups[2].labels, ElementsAre("south"));
  EXPECT_THAT(groups[0].intervals[0].value, Optional(4.0));
  EXPECT_THAT(groups[1].intervals[0].value, Optional(2.0));
  EXPECT_THAT(groups[2].intervals[0].value, Optional(9.0));
}

TEST_F(AggregationTest, CentsAddUpInAnyOrder) {
  std::vector<Sample> samples;
  for (int64_t i = 0; i < 100'000; ++i) samples.push_back({i, 0.1});
  samples.push_back({100'000, 1e16});
  samples.push_back({100'001, -1e16});
  Add("m", {}, v1::DELTA, samples);
  EXPECT_THAT(AskOne(Query(v1::SUM, {0, 1'000'000})).value, Optional(DoubleEq(10'000.0)));
}

TEST_F(AggregationTest, AnAnswerThatIsTooLargeIsRefused) {
  for (size_t i = 0; i <= kGroupsMax; ++i) {
    Add("m", {{"id", std::to_string(i)}}, v1::DELTA, {{1, 1}});
  }
  AggregationQuery query = Query(v1::SUM, {0, 10});
  query.group_by = {"id"};
  EXPECT_THAT(Aggregate(Capture(query), query), ReasonIs(status::ErrorReason::LIMIT_EXCEEDED));
  query.group_by.clear();
  EXPECT_THAT(AskOne(query).value, Optional(kGroupsMax + 1.0));
}

// Against the plainest computation: every sample is looked at for every group and interval.
TEST_F(AggregationTest, AgreesWithAPlainComputation) {
  constexpr unsigned kSeed = 20250314;
  SCOPED_TRACE(::testing::Message() << "seed " << kSeed);
  std::mt19937 random(kSeed);
  const std::vector<int64_t> bounds = {100, 250, 250, 400, 900};  // One of them is empty.
  std::map<std::pair<std::string, size_t>, double> expected;
  for (int i = 0; i < 40; ++i) {
    const std::string region = "r" + std::to_string(random() % 5);
    std::vector<Sample> samples;
    for (int j = 0; j < 50; ++j) {
      samples.push_back(
          {static_cast<int64_t>(random() % 1000), static_cast<double>(random() % 1000) / 8});
      for (size_t k = 0; k + 1 < bounds.size(); ++k) {
        if (samples.back().time_us < bounds[k] || samples.back().time_us >= bounds[k + 1]) continue;
        expected[{region, k}] += samples.back().value;
      }
    }
    Add("m", {{"region", region}, {"series", std::to_string(i)}}, v1::DELTA, samples);
  }
  AggregationQuery query = Query(v1::SUM, bounds);
  query.group_by = {"region"};
  std::map<std::pair<std::string, size_t>, double> actual;
  for (const GroupNumbers& group : Ask(query)) {
    for (size_t k = 0; k < group.intervals.size(); ++k) {
      if (!group.intervals[k].value.has_value()) continue;
      actual[{group.labels[0], k}] = *group.intervals[k].value;
    }
  }
  EXPECT_EQ(actual, expected);  // Eighths add up exactly.
}

}  // namespace
}  // namespace okapi::metrics
