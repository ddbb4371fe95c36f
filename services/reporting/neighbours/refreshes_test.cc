#include "services/reporting/neighbours/refreshes.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace okapi::reporting {
namespace {

const absl::Time kBegin = absl::FromUnixSeconds(1'740'000'000);

TEST(RefreshesTest, OnceAMinuteForEachQuestion) {
  Refreshes refreshes;
  EXPECT_TRUE(refreshes.Begin("a", kBegin));
  EXPECT_FALSE(refreshes.Begin("a", kBegin + absl::Seconds(59)));
  EXPECT_TRUE(refreshes.Begin("b", kBegin + absl::Seconds(59)));
  EXPECT_TRUE(refreshes.Begin("a", kBegin + absl::Seconds(60)));
  EXPECT_FALSE(refreshes.Begin("a", kBegin + absl::Seconds(119)));
}

TEST(RefreshesTest, OfAllAtOnceOneAsks) {
  Refreshes refreshes;
  std::atomic<int> asked = 0;
  std::vector<std::thread> viewers;
  for (int i = 0; i < 8; ++i) {
    viewers.emplace_back([&] { asked += refreshes.Begin("a", kBegin) ? 1 : 0; });
  }
  for (std::thread& viewer : viewers) viewer.join();
  EXPECT_EQ(asked, 1);
}

TEST(RefreshesTest, NoMoreThanItMayRemember) {
  Refreshes refreshes(2);
  EXPECT_TRUE(refreshes.Begin("a", kBegin));
  EXPECT_TRUE(refreshes.Begin("b", kBegin + absl::Seconds(30)));
  EXPECT_FALSE(refreshes.Begin("c", kBegin + absl::Seconds(59)));
  EXPECT_TRUE(refreshes.Begin("c", kBegin + absl::Seconds(60))) << "in place of the first";
  EXPECT_FALSE(refreshes.Begin("b", kBegin + absl::Seconds(89))) << "is kept";
  EXPECT_FALSE(refreshes.Begin("a", kBegin + absl::Seconds(60)));
}

}  // namespace
}  // namespace okapi::reporting
