#include "services/reporting/reports/kpi_forecast.h"

#include <gtest/gtest.h>

#include <vector>

#include "common/api/timestamp.h"
#include "services/reporting/reports/forecast_steps.h"

// The forecast of a period's number by every aggregation: a November of 30 days.
namespace okapi::reporting {
namespace {

using okapi::common::v1::Forecast;
using okapi::common::v1::Period;
using okapi::metrics::v1::AggregateKpiResponse;
using okapi::metrics::v1::Aggregation;
using okapi::metrics::v1::Kpi;
using okapi::metrics::v1::KpiValue;
using okapi::reporting::v1::ScorecardCell;

absl::Time Day(int day) {
  return absl::FromCivil(absl::CivilDay(2025, 11, 1) + day, absl::UTCTimeZone());
}

Period November() {
  Period period;
  period.set_type(okapi::common::v1::MONTH);
  *period.mutable_start_time() = api::ToTimestamp(Day(0));
  *period.mutable_end_time() = api::ToTimestamp(Day(30));
  return period;
}

Kpi By(Aggregation aggregation) {
  Kpi kpi;
  kpi.set_aggregation(aggregation);
  return kpi;
}

// The days from the first on, of five samples each.
AggregateKpiResponse Days(const std::vector<double>& numbers) {
  AggregateKpiResponse days;
  auto* group = days.add_groups();
  for (size_t i = 0; i < numbers.size(); ++i) {
    KpiValue* day = group->add_values();
    *day->mutable_period()->mutable_end_time() = api::ToTimestamp(Day(static_cast<int>(i) + 1));
    day->set_value(numbers[i]);
    day->set_sample_count(5);
  }
  return days;
}

ScorecardCell Cell(double actual, double target) {
  ScorecardCell cell;
  cell.set_actual(actual);
  cell.set_target(target);
  return cell;
}

// As of the end of the last of the days.
std::optional<Forecast> ForecastOf(const Kpi& kpi, const std::vector<double>& numbers,
                                   double so_far, double target = 0) {
  return ForecastKpi(kpi, November(), Days(numbers), Cell(so_far, target),
                     Day(static_cast<int>(numbers.size())));
}

const std::vector<double> kTenDays = {10, 12, 8, 11, 9, 10, 13, 7, 10, 10};

TEST(ForecastKpiTest, EveryAggregationByItsOwnWay) {
  for (const auto aggregation : {okapi::metrics::v1::SUM, okapi::metrics::v1::COUNT}) {
    EXPECT_NEAR(ForecastOf(By(aggregation), kTenDays, 100)->value(), 300, 5);
  }
  for (const auto aggregation : {okapi::metrics::v1::AVERAGE, okapi::metrics::v1::RATIO_OF_SUMS}) {
    const auto mean = ForecastOf(By(aggregation), kTenDays, 10.5);
    EXPECT_DOUBLE_EQ(mean->value(), 10.5) << "the number so far, not the mean of the days";
    EXPECT_GT(mean->low(), 9);
    EXPECT_LT(mean->high(), 12);
  }
  const auto stock = ForecastOf(By(okapi::metrics::v1::LAST), kTenDays, 10);
  EXPECT_NEAR(stock->value(), 10, 5);
  const auto largest = ForecastOf(By(okapi::metrics::v1::MAX), kTenDays, 14);
  EXPECT_GE(largest->low(), 14) << "what is reached stays";
  EXPECT_LT(largest->value(), 18);
  const auto smallest = ForecastOf(By(okapi::metrics::v1::MIN), kTenDays, 6);
  EXPECT_LE(smallest->high(), 6);
  EXPECT_GT(smallest->value(), 3);
}

// A line through the days said -1,959 after five of them, and the last day's value at the end.
TEST(ForecastKpiTest, AMeanIsNoLineThroughTheDays) {
  Kpi kpi = By(okapi::metrics::v1::RATIO_OF_SUMS);
  kpi.mutable_unit()->set_currency_code("USD");
  const auto early = ForecastOf(kpi, {1900, 1300, 300, 1100, 500}, 1060, 1000);
  EXPECT_GT(early->low(), 0);
  EXPECT_GT(early->value(), 500);
  EXPECT_LT(early->high(), 2200);

  std::vector<double> falling;
  double sum = 0;
  for (int day = 0; day < 30; ++day) sum += falling.emplace_back(4.8 - 0.035 * day);
  const double so_far = sum / 30;
  const auto last_day = ForecastKpi(By(okapi::metrics::v1::AVERAGE), November(), Days(falling),
                                    Cell(so_far, 4), Day(30) - absl::Hours(6));
  EXPECT_NEAR(last_day->value(), so_far, 0.01);
  EXPECT_GT(last_day->likelihood(), 0.9) << "it stands above its target";
  // Half way it stands at 4.55 and the trend is plain: it ends at 4.29.
  falling.resize(15);
  const auto half_way = ForecastOf(By(okapi::metrics::v1::AVERAGE), falling, 4.555, 4);
  EXPECT_NEAR(half_way->value(), 4.29, 0.01);
}

TEST(ForecastKpiTest, ANumberStaysWhatItCanBe) {
  Kpi rate = By(okapi::metrics::v1::RATIO_OF_SUMS);
  rate.mutable_unit()->set_percent(true);
  const auto low = ForecastOf(rate, {0, 0.5, 0, 0, 0.1}, 0.08);
  EXPECT_GE(low->low(), 0.08 * 5 / 30) << "as if nothing more came";
  const auto high = ForecastOf(rate, {1, 0.4, 1, 1, 1}, 0.97);
  EXPECT_LE(high->high(), 0.97 * 5 / 30 + 25.0 / 30);

  const std::vector<double> sold_out = {50, 40, 30, 20, 10};
  Kpi stock = By(okapi::metrics::v1::LAST);
  EXPECT_EQ(ForecastOf(stock, sold_out, 10)->value(), 0) << "things do not become less than none";
  stock.mutable_unit()->set_currency_code("EUR");
  EXPECT_NEAR(ForecastOf(stock, sold_out, 10)->value(), -240, 1e-9) << "money can be owed";
}

TEST(ForecastKpiTest, AFormulaIsWhatItsNumbersShow) {
  const Kpi formula = By(okapi::metrics::v1::FORMULA);
  EXPECT_NEAR(ForecastOf(formula, kTenDays, 100)->value(), 300, 5) << "a margin: days add up";
  EXPECT_DOUBLE_EQ(ForecastOf(formula, kTenDays, 10.2)->value(), 10.2) << "a rate of the period";
  EXPECT_FALSE(ForecastOf(formula, kTenDays, 80).has_value()) << "neither: nobody can know";
}

TEST(ForecastKpiTest, WithoutANumberThereIsNone) {
  const Kpi kpi = By(okapi::metrics::v1::AVERAGE);
  EXPECT_FALSE(ForecastKpi(kpi, November(), Days(kTenDays), ScorecardCell(), Day(10)).has_value());
  EXPECT_FALSE(ForecastKpi(kpi, November(), Days({}), Cell(10, 10), Day(10)).has_value());
  EXPECT_FALSE(
      ForecastKpi(kpi, November(), AggregateKpiResponse(), Cell(10, 10), Day(10)).has_value());
}

TEST(ForecastStepsTest, SayWhatLimitsThem) {
  Kpi stock = By(okapi::metrics::v1::LAST);
  scoring::ForecastParts parts;
  const auto forecast =
      ForecastKpi(stock, November(), Days({50, 41, 30, 19, 10}), Cell(10, 5), Day(5), &parts);
  const auto steps = ForecastSteps(ForecastWay::kStock, *forecast, parts);
  EXPECT_EQ(steps[1], "forecast = 0: the pace would lead beyond what is possible");
  EXPECT_EQ(steps[2],
            "low = 0: what is counted already stays, and beyond what is possible it does not go");
}

}  // namespace
}  // namespace okapi::reporting
