#include "tests/bench/codec_series.h"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <numbers>
#include <random>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"

namespace okapi::bench {
namespace {

using metrics::Sample;

constexpr size_t kSamples = 16'384;
constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kStart = 1'767'225'600 * kSecond;  // 2026-01-01

double Rounded(double value, double unit) { return std::round(value * unit) / unit; }

// Between 0 and 1, highest in the middle of the day.
double Daytime(int64_t time_us) {
  const double day = static_cast<double>(time_us % (86'400 * kSecond)) / (86'400.0 * kSecond);
  return 0.5 - 0.5 * std::cos(2 * std::numbers::pi * day);
}

// `value` gives the value at a time; it may remember what it gave before.
template <typename Value>
CodecCase Every(std::string name, int64_t step_us, Value value) {
  std::vector<Sample> samples;
  for (size_t i = 0; i < kSamples; ++i) {
    const int64_t time = kStart + static_cast<int64_t>(i) * step_us;
    samples.push_back({time, value(time)});
  }
  return {std::move(name), {std::move(samples)}};
}

CodecCase AtIrregularTimes(std::mt19937_64& random) {
  std::exponential_distribution<double> gap(1.0 / 20);
  std::lognormal_distribution<double> amount(3.5, 0.8);
  std::vector<Sample> samples;
  int64_t time_ms = kStart / 1000;
  for (size_t i = 0; i < kSamples; ++i) {
    time_ms += static_cast<int64_t>(gap(random) * 1000);
    samples.push_back({time_ms * 1000, Rounded(amount(random), 100)});
  }
  return {"sales as they happen (ms)", {std::move(samples)}};
}

CodecCase Scraped(std::mt19937_64& random) {
  std::normal_distribution<double> late(0, 3);
  std::poisson_distribution<int> requests(40);
  std::vector<Sample> samples;
  double counter = 0;
  for (size_t i = 0; i < kSamples; ++i) {
    const int64_t time = kStart + static_cast<int64_t>(i) * 15 * kSecond;
    counter += requests(random);
    samples.push_back({time + static_cast<int64_t>(late(random)) * 1000, counter});
  }
  return {"counter, scraped with jitter", {std::move(samples)}};
}

// One column of a CSV file without quotes, as one series for each value of column `by` (none: -1).
// Without a column of times (-1) the rows are days.
CodecCase FromCsv(std::string name, const std::string& file, int by, int time, int value) {
  std::ifstream in(file);
  std::map<std::string, std::vector<Sample>> series;
  std::string line;
  std::getline(in, line);
  int64_t day = 0;
  while (std::getline(in, line)) {
    const std::vector<std::string> cells = absl::StrSplit(absl::StripSuffix(line, "\r"), ',');
    absl::Time at = absl::FromUnixSeconds(86'400 * day++);
    std::string error;
    if (time >= 0)
      absl::ParseTime(absl::RFC3339_full, cells[static_cast<size_t>(time)], &at, &error);
    double number = 0;
    if (!absl::SimpleAtod(cells[static_cast<size_t>(value)], &number)) continue;
    const std::string key = by < 0 ? "" : cells[static_cast<size_t>(by)];
    series[key].push_back({absl::ToUnixMicros(at), number});
  }
  CodecCase result{std::move(name), {}};
  for (auto& [key, samples] : series) result.series.push_back(std::move(samples));
  return result;
}

}  // namespace

std::vector<CodecCase> ComputedCases() {
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  const auto money = [&](int64_t time) {
    return Rounded(std::max(0.0, 900 * Daytime(time) * (1 + 0.2 * normal(random))), 100);
  };
  double level = 21;
  double total = 0;
  std::vector<CodecCase> cases;
  cases.push_back(Every("turnover per minute, 2 decimals", 60 * kSecond, money));
  cases.push_back(Every("turnover added up in doubles", 60 * kSecond,
                        [&](int64_t time) { return total += money(time); }));
  cases.push_back(Every("orders per minute", 60 * kSecond, [&](int64_t time) {
    return static_cast<double>(std::poisson_distribution<int>(0.1 + 40 * Daytime(time))(random));
  }));
  cases.push_back(Every("percentage, 1 decimal", 60 * kSecond, [&](int64_t) {
    return Rounded(std::min(100.0, 97 + normal(random)), 10);
  }));
  cases.push_back(Every("temperature, 1 decimal", 10 * kSecond,
                        [&](int64_t) { return Rounded(level += 0.05 * normal(random), 10); }));
  cases.push_back(Every("average sale, a quotient", 60 * kSecond, [&](int64_t time) {
    const double count = 1 + static_cast<double>(random() % 30);
    return money(time) / count;
  }));
  cases.push_back(Every("price changed now and then", 60 * kSecond, [&](int64_t) {
    if (random() % 200 == 0) level = Rounded(10 + static_cast<double>(random() % 9000) / 100, 100);
    return level;
  }));
  cases.push_back(Every("target, constant", 3600 * kSecond, [](int64_t) { return 125e3; }));
  cases.push_back(AtIrregularTimes(random));
  cases.push_back(Scraped(random));
  return cases;
}

std::vector<CodecCase> RealCases(const std::string& source, const std::string& vega) {
  const std::string jobless = source + "/tests/e2e/data/unemployment-across-industries.csv";
  std::vector<CodecCase> cases = {
      FromCsv("real: unemployed, thousands", jobless, 0, 1, 2),
      FromCsv("real: unemployed, rate", jobless, 0, 1, 3),
      FromCsv("real: Seattle, highest temperature", vega + "/seattle-weather.csv", -1, -1, 2),
      FromCsv("real: Seattle, precipitation", vega + "/seattle-weather.csv", -1, -1, 1),
      FromCsv("real: stocks, price", vega + "/stocks.csv", 0, -1, 2),
      FromCsv("real: Seattle, hourly temperature", vega + "/seattle-weather-hourly-normals.csv", -1,
              -1, 2),
  };
  std::erase_if(cases, [](const CodecCase& each) { return each.series.empty(); });
  return cases;
}

}  // namespace okapi::bench
