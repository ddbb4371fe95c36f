#include "common/scoring/forecast.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"

namespace okapi::scoring {
namespace {

constexpr uint64_t kForecastSeed = 29;
constexpr int kDays = 100;

absl::Time Day(int day) { return absl::UnixEpoch() + absl::Hours(24 * day); }

ForecastInput Known(const std::vector<ForecastPoint>& points, int days) {
  return {.points = points, .start = Day(0), .end = Day(kDays), .now = Day(days)};
}

// A number on every day of the period whose steps are drawn by `step`.
template <typename Step>
std::vector<ForecastPoint> History(const Step& step) {
  std::vector<ForecastPoint> points;
  double value = 0;
  for (int day = 1; day <= kDays; ++day) points.push_back({Day(day), value += step()});
  return points;
}

// The share of 1,000 histories, known to half time, whose end lies between low and high.
template <typename Step>
double Kept(bool additive, const Step& step) {
  constexpr int kHistories = 1000;
  int kept = 0;
  for (int i = 0; i < kHistories; ++i) {
    const auto history = History(step);
    ForecastInput input = Known(history, kDays / 2);
    input.additive = additive;
    const auto forecast = ForecastEnd(input);
    const double end = history.back().value;
    if (forecast->low() <= end && end <= forecast->high()) ++kept;
  }
  return 1.0 * kept / kHistories;
}

// The promise of an 80 % range, neither broken nor kept by a range that says nothing.
TEST(ForecastTest, TheRangeHoldsMostEnds) {
  SCOPED_TRACE(absl::StrCat("seed ", kForecastSeed));
  std::mt19937_64 random(kForecastSeed);
  std::normal_distribution<double> normal;
  std::exponential_distribution<double> sale(1);
  const double of_walks = Kept(false, [&] { return normal(random); });
  EXPECT_GT(of_walks, 0.7);
  EXPECT_LT(of_walks, 0.95);
  const double of_sales = Kept(true, [&] { return sale(random); });
  EXPECT_GT(of_sales, 0.7);
  EXPECT_LT(of_sales, 0.95);
}

TEST(ForecastTest, OrderDoesNotMatter) {
  SCOPED_TRACE(absl::StrCat("seed ", kForecastSeed));
  std::mt19937_64 random(kForecastSeed);
  std::normal_distribution<double> normal;
  auto points = History([&] { return normal(random); });
  for (int day = 1; day < 40; ++day) points.push_back({Day(day), normal(random)});
  const auto in_order = ForecastEnd(Known(points, 60));
  std::shuffle(points.begin(), points.end(), random);
  const auto shuffled = ForecastEnd(Known(points, 60));
  ASSERT_TRUE(in_order.has_value() && shuffled.has_value());
  EXPECT_EQ(in_order->SerializeAsString(), shuffled->SerializeAsString());
}

TEST(ForecastTest, WhatIsNoNumberIsNoPoint) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  std::vector<ForecastPoint> points = {{Day(10), 1}, {Day(20), 2}, {Day(25), nan}, {Day(30), inf}};
  EXPECT_FALSE(ForecastEnd(Known(points, 30)).has_value());
  points.push_back({Day(30), 3});
  const auto forecast = ForecastEnd(Known(points, 30));
  ASSERT_TRUE(forecast.has_value());
  EXPECT_NEAR(forecast->value(), 10, 1e-9);
  EXPECT_EQ(forecast->points(), 3);
}

// The further the target, the less likely; and never a number that is no share.
TEST(ForecastTest, FurtherIsLessLikely) {
  SCOPED_TRACE(absl::StrCat("seed ", kForecastSeed));
  std::mt19937_64 random(kForecastSeed);
  std::exponential_distribution<double> sale(1);
  const auto history = History([&] { return sale(random); });
  ForecastInput input = Known(history, 50);
  input.additive = true;
  double before = 1;
  for (int target = 0; target <= 300; ++target) {
    input.aim.min = target;
    const double likelihood = ForecastEnd(input)->likelihood();
    EXPECT_LE(likelihood, before) << target;
    EXPECT_GE(likelihood, 0) << target;
    before = likelihood;
  }
  EXPECT_LT(before, 0.1);
}

}  // namespace
}  // namespace okapi::scoring
