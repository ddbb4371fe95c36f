#include "services/metrics/series_head.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>

namespace okapi::metrics {
namespace {

using ::testing::ElementsAre;

TEST(SeriesHeadTest, SamplesInOrderNeedNoSettling) {
  SeriesHead head;
  EXPECT_TRUE(head.Add(v1::DELTA, {1, 1}));
  EXPECT_TRUE(head.Add(v1::DELTA, {2, 2}));
  EXPECT_TRUE(head.Add(v1::DELTA, {2, 3}));
  EXPECT_THAT(head.All(), ElementsAre(Sample{1, 1}, Sample{2, 2}, Sample{2, 3}));
}

TEST(SeriesHeadTest, OfReadingsAtOneTimeTheLaterWrittenHolds) {
  SeriesHead head;
  EXPECT_TRUE(head.Add(v1::GAUGE, {1, 1}));
  EXPECT_TRUE(head.Add(v1::GAUGE, {3, 3}));
  EXPECT_TRUE(head.Add(v1::GAUGE, {3, 30}));
  EXPECT_FALSE(head.Add(v1::GAUGE, {1, 10}));
  EXPECT_FALSE(head.Add(v1::GAUGE, {2, 2}));
  EXPECT_FALSE(head.Add(v1::GAUGE, {3, 300}));
  head.Settle(v1::GAUGE);
  EXPECT_THAT(head.All(), ElementsAre(Sample{1, 10}, Sample{2, 2}, Sample{3, 300}));
  EXPECT_TRUE(head.Add(v1::GAUGE, {4, 4}));  // The end is open again.
}

TEST(SeriesHeadTest, BetweenIsHalfOpen) {
  SeriesHead head;
  for (const int64_t time : {1, 2, 3, 4}) head.Add(v1::DELTA, {time, 0});
  EXPECT_EQ(head.Between(2, 4).size(), 2);
  EXPECT_EQ(head.Between(2, 4).front().time_us, 2);
  EXPECT_TRUE(head.Between(5, 9).empty());
  EXPECT_TRUE(head.Between(3, 3).empty());
}

TEST(SeriesHeadTest, AnyOrderGivesWhatAMapGives) {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    SeriesHead gauge;
    SeriesHead delta;
    std::map<int64_t, double> last;
    std::multimap<int64_t, double> all;  // Keeps the order of equal keys.
    for (int i = 0; i < 300; ++i) {
      const Sample sample{static_cast<int64_t>(random() % 100), static_cast<double>(i)};
      gauge.Add(v1::GAUGE, sample);
      delta.Add(v1::DELTA, sample);
      last[sample.time_us] = sample.value;
      all.emplace(sample.time_us, sample.value);
      if (random() % 20 != 0) continue;
      gauge.Settle(v1::GAUGE);
      delta.Settle(v1::DELTA);
    }
    gauge.Settle(v1::GAUGE);
    delta.Settle(v1::DELTA);
    std::vector<Sample> expected_gauge;
    for (const auto& [time, value] : last) expected_gauge.push_back({time, value});
    std::vector<Sample> expected_delta;
    for (const auto& [time, value] : all) expected_delta.push_back({time, value});
    EXPECT_THAT(gauge.All(), ::testing::ElementsAreArray(expected_gauge));
    EXPECT_THAT(delta.All(), ::testing::ElementsAreArray(expected_delta));
  }
}

}  // namespace
}  // namespace okapi::metrics
