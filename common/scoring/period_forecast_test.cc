#include "common/scoring/period_forecast.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"

namespace okapi::scoring {
namespace {

constexpr uint64_t kPeriodSeed = 31;
constexpr int kPeriodDays = 30;
constexpr int kHistories = 1000;

absl::Time DayAt(int day) { return absl::UnixEpoch() + absl::Hours(24 * day); }

std::vector<double> DrawMonth(std::mt19937_64& random) {
  std::exponential_distribution<double> number(1);
  std::vector<double> month(kPeriodDays);
  for (double& day : month) day = number(random);
  return month;
}

double MeanOf(const std::vector<double>& month, int days) {
  double sum = 0;
  for (int day = 0; day < days; ++day) sum += month[static_cast<size_t>(day)];
  return sum / days;
}
double LargestOf(const std::vector<double>& month, int days) {
  return *std::max_element(month.begin(), month.begin() + days);
}

std::vector<DayNumber> Known(const std::vector<double>& month, int days) {
  std::vector<DayNumber> known;
  for (int day = 1; day <= days; ++day) {
    known.push_back({DayAt(day), month[static_cast<size_t>(day) - 1]});
  }
  return known;
}

PeriodForecastInput After(const std::vector<DayNumber>& days, double so_far) {
  PeriodForecastInput input;
  input.days = days;
  input.so_far = so_far;
  input.start = DayAt(0);
  input.end = DayAt(kPeriodDays);
  input.now = DayAt(static_cast<int>(days.size()));
  return input;
}

// The share of months known to that day whose end lies between low and high.
template <typename NumberOf, typename ForecastOf>
double Kept(int days, const NumberOf& number_of, const ForecastOf& forecast_of) {
  std::mt19937_64 random(kPeriodSeed);
  int kept = 0;
  for (int i = 0; i < kHistories; ++i) {
    const std::vector<double> month = DrawMonth(random);
    const auto known = Known(month, days);
    const auto forecast = forecast_of(After(known, number_of(month, days)));
    const double end = number_of(month, kPeriodDays);
    if (forecast->low() <= end && end <= forecast->high()) ++kept;
  }
  return 1.0 * kept / kHistories;
}

TEST(PeriodForecastTest, TheRangeHoldsMostEnds) {
  SCOPED_TRACE(absl::StrCat("seed ", kPeriodSeed));
  for (const int days : {5, 10, 20, 29}) {
    SCOPED_TRACE(days);
    const double of_means =
        Kept(days, MeanOf, [](const PeriodForecastInput& input) { return ForecastMean(input); });
    EXPECT_GT(of_means, 0.7);
    EXPECT_LT(of_means, 0.95);
    // The largest often does not move at all: then all ends lie within.
    const double of_largest = Kept(days, LargestOf, [](const PeriodForecastInput& input) {
      return ForecastExtreme(input, /*largest=*/true);
    });
    EXPECT_GT(of_largest, 0.65);
  }
}

// The number of all days so far, day by day.
template <typename NumberOf>
std::vector<DayNumber> Running(const std::vector<double>& month, int days,
                               const NumberOf& number_of) {
  std::vector<DayNumber> running;
  for (int day = 1; day <= days; ++day) running.push_back({DayAt(day), number_of(month, day)});
  return running;
}

TEST(PeriodForecastTest, ARunningMeanTellsItsDays) {
  SCOPED_TRACE(absl::StrCat("seed ", kPeriodSeed));
  std::mt19937_64 random(kPeriodSeed);
  for (const int days : {3, 10, 29}) {
    const std::vector<double> month = DrawMonth(random);
    const auto known = Known(month, days);
    const auto means = Running(month, days, MeanOf);
    PeriodForecastInput input = After(means, MeanOf(month, days));
    input.running = true;
    const auto of_days = ForecastMean(After(known, MeanOf(month, days)));
    const auto of_means = ForecastMean(input);
    EXPECT_NEAR(of_means->value(), of_days->value(), 1e-9);
    EXPECT_NEAR(of_means->low(), of_days->low(), 1e-9);
    EXPECT_NEAR(of_means->high(), of_days->high(), 1e-9);
  }
}

TEST(PeriodForecastTest, RecordsTellHowHighTheyAre) {
  SCOPED_TRACE(absl::StrCat("seed ", kPeriodSeed));
  for (const int days : {5, 10, 20, 29}) {
    SCOPED_TRACE(days);
    std::mt19937_64 random(kPeriodSeed);
    int kept = 0;
    for (int i = 0; i < kHistories; ++i) {
      const std::vector<double> month = DrawMonth(random);
      const auto records = Running(month, days, LargestOf);
      PeriodForecastInput input = After(records, LargestOf(month, days));
      input.running = true;
      const auto forecast = ForecastExtreme(input, /*largest=*/true);
      const double end = LargestOf(month, kPeriodDays);
      if (forecast->low() <= end && end <= forecast->high()) ++kept;
    }
    EXPECT_GT(1.0 * kept / kHistories, 0.55);
  }
}

// What remains weighs less and less.
TEST(PeriodForecastTest, TheRangeNarrowsToTheNumberSoFar) {
  SCOPED_TRACE(absl::StrCat("seed ", kPeriodSeed));
  std::mt19937_64 random(kPeriodSeed);
  const std::vector<double> month = DrawMonth(random);
  const auto early = Known(month, 5);
  const auto late = Known(month, 29);
  const double so_far = MeanOf(month, 29);
  const auto at_first = ForecastMean(After(early, MeanOf(month, 5)));
  PeriodForecastInput input = After(late, so_far);
  const auto at_last = ForecastMean(input);
  EXPECT_LT(at_last->high() - at_last->low(), (at_first->high() - at_first->low()) / 4);
  EXPECT_NEAR(at_last->value(), so_far, 0.02 * so_far);
  input.now = input.end - absl::Seconds(1);
  std::vector<DayNumber> whole = Known(month, kPeriodDays);
  whole.back().time = input.now;
  input.days = whole;
  const auto at_the_end = ForecastMean(input);
  EXPECT_NEAR(at_the_end->value(), so_far, 1e-4);
  EXPECT_NEAR(at_the_end->high() - at_the_end->low(), 0, 1e-3);
}

TEST(PeriodForecastTest, WhatIsNoNumberIsNoDay) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  std::vector<DayNumber> days = {
      {DayAt(4), 1}, {DayAt(8), 3}, {DayAt(9), nan}, {DayAt(10), 2, inf}};
  PeriodForecastInput input = After(days, 2);
  input.now = DayAt(12);
  EXPECT_FALSE(ForecastMean(input).has_value());
  days.push_back({DayAt(12), 2});
  input.days = days;
  EXPECT_EQ(ForecastMean(input)->points(), 3);
  EXPECT_EQ(ForecastExtreme(input, /*largest=*/false)->points(), 3);
  input.so_far = nan;
  EXPECT_FALSE(ForecastMean(input).has_value());
  EXPECT_FALSE(ForecastExtreme(input, /*largest=*/true).has_value());
}

TEST(PeriodForecastTest, FurtherIsLessLikely) {
  SCOPED_TRACE(absl::StrCat("seed ", kPeriodSeed));
  std::mt19937_64 random(kPeriodSeed);
  const std::vector<double> month = DrawMonth(random);
  const auto known = Known(month, 10);
  PeriodForecastInput of_mean = After(known, MeanOf(month, 10));
  PeriodForecastInput of_largest = After(known, LargestOf(month, 10));
  double mean_before = 1;
  double largest_before = 1;
  for (int target = 0; target <= 100; ++target) {
    of_mean.aim.min = of_largest.aim.min = target / 10.0;
    const double mean = ForecastMean(of_mean)->likelihood();
    const double largest = ForecastExtreme(of_largest, /*largest=*/true)->likelihood();
    EXPECT_LE(mean, mean_before) << target;
    EXPECT_LE(largest, largest_before) << target;
    mean_before = mean;
    largest_before = largest;
  }
  EXPECT_LT(mean_before, 0.1);
  EXPECT_LT(largest_before, 0.1);
}

}  // namespace
}  // namespace okapi::scoring
