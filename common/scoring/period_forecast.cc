#include "common/scoring/period_forecast.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "common/scoring/border.h"
#include "common/scoring/end_likelihood.h"

namespace okapi::scoring {
namespace {

using okapi::common::v1::Forecast;

// A day in the period: 0 is its start, 1 its end.
struct Day {
  double x = 0;
  double value = 0;
  double weight = 0;
};

bool Counts(const PeriodForecastInput& input, const DayNumber& day) {
  return std::isfinite(day.value) && std::isfinite(day.weight) && day.weight > 0 &&
         day.time > input.start && day.time <= input.now;
}

// By time; none when they say too little about the time that has passed.
std::vector<Day> DaysOf(const PeriodForecastInput& input) {
  if (!(input.start < input.now && input.now < input.end) || !std::isfinite(input.so_far)) {
    return {};
  }
  auto place = [&input](absl::Time time) {
    return absl::FDivDuration(time - input.start, input.end - input.start);
  };
  std::vector<Day> days;
  for (const DayNumber& day : input.days) {
    if (Counts(input, day)) days.push_back({place(day.time), day.value, day.weight});
  }
  if (days.size() < kForecastPointsMin) return {};
  std::sort(days.begin(), days.end(), [](const Day& a, const Day& b) { return a.x < b.x; });
  const double known = std::max(place(input.now) / 2, 0.1);
  return days.back().x < known - kBorderWidth ? std::vector<Day>() : days;
}

// From the mean of all days up to each of them to its own.
void TakeApart(std::vector<Day>& days) {
  double before = 0;
  double count = 0;
  for (Day& day : days) {
    const double sum = ++count * day.value;
    day.value = sum - before;
    day.weight = 1;
    before = sum;
  }
}

// How far the days that remain lie from those before, by what stands out of the noise of the line
// of least squares through them.
double RiseOf(const std::vector<Day>& days) {
  const auto n = static_cast<double>(days.size());
  std::vector<double> middles;
  for (size_t i = 0; i < days.size(); ++i) {
    middles.push_back(((i == 0 ? 0 : days[i - 1].x) + days[i].x) / 2);
  }
  double weight = 0;
  double x_mean = 0;
  double y_mean = 0;
  for (size_t i = 0; i < days.size(); ++i) {
    weight += days[i].weight;
    x_mean += days[i].weight * middles[i];
    y_mean += days[i].weight * days[i].value;
  }
  x_mean /= weight;
  y_mean /= weight;
  double xx = 0;
  double xy = 0;
  double yy = 0;
  for (size_t i = 0; i < days.size(); ++i) {
    const double x = middles[i] - x_mean;
    const double y = days[i].value - y_mean;
    xx += days[i].weight * x * x;
    xy += days[i].weight * x * y;
    yy += days[i].weight * y * y;
  }
  const double explained = xy * xy / xx;
  const double noise = std::max(0.0, yy - explained) * 4 * n * n / std::pow(n - 2, 3);
  if (!(explained > noise)) return 0;
  const double last = days.back().x;
  return (1 - noise / explained) * xy / xx * std::min((1 + last) / 2 - x_mean, last);
}

// How far a day's part in the mean strays.
double Spread(const std::vector<Day>& days, double mean) {
  const auto n = static_cast<double>(days.size());
  double weight = 0;
  for (const Day& day : days) weight += day.weight;
  double squares = 0;
  for (const Day& day : days) {
    const double stray = day.weight * n / weight * (day.value - mean);
    squares += stray * stray;
  }
  return std::sqrt(squares / (n - 1));
}

double MeanLikelihood(const Range& aim, const Forecast& forecast, double width) {
  return SoberLikelihood(EndLikelihood(aim, forecast.value(), width), forecast.points());
}

// The largest number of a period and how it may grow.
class Record {
 public:
  Record(const std::vector<Day>& days, bool running, double so_far)
      : so_far_(so_far), scale_(running ? MeanStep(days) : MeanPeak(days)) {
    const double rest = 1 - days.back().x;
    ratio_ = rest / days.back().x;
  }

  double scale() const { return scale_; }
  // How many scales above the number so far the end lies with the probability.
  double Reach(double probability) const {
    return std::max(0.0, std::log(ratio_ * probability / (1 - probability)));
  }
  double At(double probability) const { return so_far_ + scale_ * Reach(probability); }
  // The probability of an end at or below `bound`, which is at or above the number so far.
  double UpTo(double bound) const {
    if (scale_ == 0) return 1;
    return 1 / (1 + ratio_ * std::exp((so_far_ - bound) / scale_));
  }

  // Precondition: the aim has a bound.
  double Likelihood(const Range& aim, double points) const {
    const std::optional<Range> open = StillOpen(aim, so_far_);
    if (!open.has_value()) return 0;
    if (!HasBound(*open)) return 1;
    const double below_max = open->max.has_value() ? UpTo(*open->max) : 1;
    const double below_min = open->min.has_value() ? UpTo(*open->min) : 0;
    return SoberLikelihood(below_max - below_min, points);
  }

 private:
  // How far days rise above their median.
  static double MeanPeak(const std::vector<Day>& days) {
    std::vector<double> values;
    for (const Day& day : days) values.push_back(day.value);
    std::sort(values.begin(), values.end());
    const size_t n = values.size();
    const double median = (values[(n - 1) / 2] + values[n / 2]) / 2;
    int above = 0;
    double sum = 0;
    for (const double value : values) {
      if (!(value > median)) continue;
      ++above;
      sum += value - median;
    }
    return above > 0 ? sum / above : 0;
  }
  // How far each record lies above the one before.
  static double MeanStep(const std::vector<Day>& days) {
    int records = 0;
    for (size_t i = 1; i < days.size(); ++i) {
      if (days[i].value > days[i - 1].value) ++records;
    }
    return records > 0 ? (days.back().value - days.front().value) / records : 0;
  }

  double so_far_;
  double ratio_ = 0;
  double scale_ = 0;
};

std::optional<double> Negative(const std::optional<double>& number) {
  return number.has_value() ? std::optional<double>(-*number) : std::nullopt;
}
Range Negative(const Range& range) {
  return {Negative(range.max), Negative(range.min), range.strict};
}

std::optional<Forecast> ForecastLargest(const PeriodForecastInput& input,
                                        const std::vector<Day>& days, ForecastParts* parts) {
  const Record record(days, input.running, input.so_far);
  const ForecastParts made = {input.so_far, record.scale(), record.Reach(0.5),
                              record.At(0.9) - record.At(0.5)};
  if (parts != nullptr) *parts = made;
  Forecast forecast;
  forecast.set_value(Within(input.possible, record.At(0.5)));
  forecast.set_low(Within(input.possible, record.At(0.1)));
  forecast.set_high(Within(input.possible, record.At(0.9)));
  forecast.set_points(static_cast<int>(days.size()));
  if (HasBound(input.aim)) {
    forecast.set_likelihood(record.Likelihood(input.aim, forecast.points()));
  }
  return forecast;
}

}  // namespace

std::optional<Forecast> ForecastMean(const PeriodForecastInput& input, ForecastParts* parts) {
  std::vector<Day> days = DaysOf(input);
  if (days.empty()) return std::nullopt;
  if (input.running) TakeApart(days);
  const auto n = static_cast<double>(days.size());
  const double mean = input.so_far;
  const double rest = Within(input.possible, mean + RiseOf(days));
  const double reach = 1 - days.back().x;
  const double value = mean + (rest - mean) * reach;
  const double width =
      9.0 / 7 * n / (n - 1) * Spread(days, mean) * std::sqrt(reach / n) + std::abs(value - mean);
  if (parts != nullptr) *parts = {mean, rest - mean, reach, width};
  Forecast forecast;
  forecast.set_value(value);
  // What is known already stays; only the rest can be anything that is possible.
  auto end_with = [&](const std::optional<double>& bound) {
    return bound.has_value() ? std::optional<double>(mean + (*bound - mean) * reach) : std::nullopt;
  };
  const Range ends = {end_with(input.possible.min), end_with(input.possible.max)};
  forecast.set_low(Within(ends, value - width));
  forecast.set_high(Within(ends, value + width));
  forecast.set_points(static_cast<int>(days.size()));
  if (HasBound(input.aim)) forecast.set_likelihood(MeanLikelihood(input.aim, forecast, width));
  return forecast;
}

std::optional<Forecast> ForecastExtreme(const PeriodForecastInput& input, bool largest,
                                        ForecastParts* parts) {
  std::vector<Day> days = DaysOf(input);
  if (days.empty()) return std::nullopt;
  if (largest) return ForecastLargest(input, days, parts);
  PeriodForecastInput mirrored = input;
  mirrored.so_far = -input.so_far;
  mirrored.possible = Negative(input.possible);
  mirrored.aim = Negative(input.aim);
  for (Day& day : days) day.value = -day.value;
  auto forecast = ForecastLargest(mirrored, days, parts);
  const double low = -forecast->high();
  forecast->set_high(-forecast->low());
  forecast->set_low(low);
  forecast->set_value(-forecast->value());
  if (parts != nullptr) {
    parts->base = -parts->base;
    parts->pace = -parts->pace;
  }
  return forecast;
}

}  // namespace okapi::scoring
