#include "services/metrics/engine/series_head.h"

#include <gmock/gmock.h>

#include <map>
#include <random>
#include <vector>

#include "services/metrics/engine/series_scan.h"

namespace okapi::metrics {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

TEST(SeriesHeadTest, AViewStaysAsItIsWhileTheHeadGrows) {
  SeriesHead head;
  std::vector<HeadView> views;
  for (int i = 0; i < 100; ++i) {
    views.push_back(head.View());
    head.Append({i, static_cast<double>(i)});
  }
  for (size_t i = 0; i < views.size(); ++i) {
    ASSERT_EQ(views[i].samples().size(), i);
    for (size_t j = 0; j < i; ++j) EXPECT_EQ(views[i].samples()[j].time_us, j);
  }
}

TEST(SeriesHeadTest, AViewOutlivesItsHead) {
  HeadView view;
  {
    SeriesHead head;
    head.Append({1, 2});
    view = head.View();
  }
  EXPECT_THAT(view.samples(), ElementsAre(Sample{1, 2}));
}

TEST(SeriesHeadTest, KnowsWhetherEverySampleIsLaterThanTheOneBefore) {
  SeriesHead head;
  EXPECT_TRUE(head.View().ascending());
  head.Append({1, 0});
  head.Append({2, 0});
  const HeadView before = head.View();
  head.Append({2, 0});
  EXPECT_TRUE(before.ascending());
  EXPECT_FALSE(head.View().ascending());
}

TEST(SortSamplesTest, AnyOrderGivesWhatAMapGives) {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    std::vector<Sample> samples;
    std::map<int64_t, double> last;
    std::multimap<int64_t, double> all;  // Keeps the order of equal keys.
    for (int i = 0; i < 300; ++i) {
      samples.push_back({static_cast<int64_t>(random() % 100), static_cast<double>(i)});
      last[samples.back().time_us] = samples.back().value;
      all.emplace(samples.back().time_us, samples.back().value);
    }
    std::vector<Sample> gauge = samples;
    std::vector<Sample> delta = samples;
    SortSamples(v1::GAUGE, gauge);
    SortSamples(v1::DELTA, delta);
    std::vector<Sample> expected_gauge;
    for (const auto& [time, value] : last) expected_gauge.push_back({time, value});
    std::vector<Sample> expected_delta;
    for (const auto& [time, value] : all) expected_delta.push_back({time, value});
    EXPECT_THAT(gauge, ElementsAreArray(expected_gauge));
    EXPECT_THAT(delta, ElementsAreArray(expected_delta));
  }
}

}  // namespace
}  // namespace okapi::metrics
