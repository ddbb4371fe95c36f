#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "common/scoring/forecast.h"
#include "common/scoring/period_forecast.h"
#include "tests/support/vectors.h"

// The lists of tests/vectors/scoring.json that are about forecasts.
namespace okapi::scoring {
namespace {

using okapi::common::v1::Forecast;
using okapi::testing::ExpectNear;
using okapi::testing::ReadVectors;
using okapi::testing::Vector;
using okapi::testing::VectorsOf;

Range AimIn(const Vector& vector) {
  return {vector.NumberOrNull("min"), vector.NumberOrNull("max"), vector.Flag("strict")};
}
Range PossibleIn(const Vector& vector) {
  return {vector.NumberOrNull("possible_min"), vector.NumberOrNull("possible_max")};
}

void ExpectForecast(const std::optional<Forecast>& forecast, const Vector& vector) {
  ASSERT_EQ(forecast.has_value(), !vector.IsNull("forecast"));
  if (!forecast.has_value()) return;
  const Vector expected = vector.Object("forecast");
  ExpectNear(forecast->value(), expected.Number("value"));
  ExpectNear(forecast->low(), expected.Number("low"));
  ExpectNear(forecast->high(), expected.Number("high"));
  EXPECT_EQ(forecast->points(), expected.Integer("points"));
  ExpectNear(
      forecast->has_likelihood() ? std::optional<double>(forecast->likelihood()) : std::nullopt,
      expected.NumberOrNull("likelihood"));
}

// Runs the cases of the list whose numbers are those of a period by `forecast_of`.
template <typename ForecastOf>
void ExpectPeriodForecasts(const std::string& list, const ForecastOf& forecast_of) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, list)) {
    SCOPED_TRACE(vector.Text("name"));
    std::vector<DayNumber> days;
    for (const Vector& day : vector.Objects("days")) {
      days.push_back({day.Time("time"), day.Number("value"), day.Number("weight")});
    }
    PeriodForecastInput input;
    input.days = days;
    input.running = vector.Flag("running");
    input.so_far = vector.Number("so_far");
    input.start = vector.Time("start");
    input.end = vector.Time("end");
    input.now = vector.Time("now");
    input.possible = PossibleIn(vector);
    input.aim = AimIn(vector);
    ForecastParts parts;
    const auto forecast = forecast_of(input, vector, parts);
    ExpectForecast(forecast, vector);
    // What explanations print.
    if (!forecast.has_value()) continue;
    ExpectNear(Within(input.possible, parts.base + parts.pace * parts.reach), forecast->value());
  }
}

TEST(ForecastVectorsTest, Ways) {
  const auto file = ReadVectors("scoring.json");
  for (const Vector& vector : VectorsOf(file, "forecasts")) {
    SCOPED_TRACE(vector.Text("name"));
    std::vector<ForecastPoint> points;
    for (const Vector& point : vector.Objects("points")) {
      points.push_back({point.Time("time"), point.Number("value")});
    }
    ExpectForecast(ForecastEnd({.points = points,
                                .start = vector.Time("start"),
                                .end = vector.Time("end"),
                                .now = vector.Time("now"),
                                .additive = vector.Flag("additive"),
                                .from_last = vector.Flag("from_last"),
                                .aim = AimIn(vector),
                                .possible = PossibleIn(vector)}),
                   vector);
  }
}

TEST(ForecastVectorsTest, Means) {
  ExpectPeriodForecasts("mean_forecasts",
                        [](const PeriodForecastInput& input, const Vector&, ForecastParts& parts) {
                          return ForecastMean(input, &parts);
                        });
}

TEST(ForecastVectorsTest, Extremes) {
  ExpectPeriodForecasts("extreme_forecasts", [](const PeriodForecastInput& input,
                                                const Vector& vector, ForecastParts& parts) {
    return ForecastExtreme(input, vector.Flag("largest"), &parts);
  });
}

}  // namespace
}  // namespace okapi::scoring
