#include "tests/bench/peers/workload.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"

namespace okapi::bench {
namespace {

constexpr int64_t kDayMs = 24 * 3600 * 1000;

// SplitMix64: the same on every machine.
uint64_t Mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

// In [0, 1).
double Unit(uint64_t x) { return static_cast<double>(Mix(x) >> 11) * 0x1p-53; }

// How busy the shops are: 0.4 at night to 1.6 at noon.
double Busy(int64_t time_ms) {
  const int64_t of_day = ((time_ms % kDayMs) + kDayMs) % kDayMs;
  const int64_t from_noon = std::abs(of_day - kDayMs / 2);
  return 1.6 - 1.2 * static_cast<double>(from_noon) / (kDayMs / 2.0);
}

}  // namespace

Workload::Workload(const Options& options)
    : options_(options),
      start_ms_(absl::ToUnixMillis(options.start)),
      step_ms_(absl::ToInt64Milliseconds(options.step)) {}

std::vector<std::string> Workload::metrics() const {
  if (options_.amounts_only) return {kAmountMetric};
  return {kAmountMetric, kCountMetric};
}

const char* Workload::Metric(int series) const {
  return IsCount(series) ? kCountMetric : kAmountMetric;
}

std::array<Workload::Label, 4> Workload::Labels(int series) const {
  static constexpr const char* kChannels[] = {"shop", "web", "phone", "partner"};
  static constexpr const char* kCurrencies[] = {"EUR", "USD", "VND"};
  const int place = Place(series);
  return {Label{"channel", kChannels[place % 4]}, Label{"currency", kCurrencies[place % 3]},
          Label{"region", Region(series)}, Label{"store", Store(series)}};
}

std::string Workload::Store(int series) const {
  return absl::StrFormat("store-%06d", Place(series));
}

std::string Workload::Region(int series) const {
  return absl::StrFormat("region-%02d", Place(series) % kRegions);
}

double Workload::Value(int series, int step) const {
  const auto id = static_cast<uint64_t>(series);
  const double level = 20 + 480 * Unit(id);
  const double noise = 0.5 + Unit((id << 32) ^ static_cast<uint64_t>(step) ^ 0x5bd1e995);
  const double turnover = level * Busy(TimeMs(step)) * noise;
  // A receipt is about 15; counts are whole and turnovers have cents.
  return IsCount(series) ? std::floor(turnover / 15) : std::round(turnover * 100) / 100;
}

Totals Workload::Expected(const std::string& metric, int first_step, int end_step) const {
  Totals totals;
  for (int series = 0; series < options_.series; ++series) {
    if (metric != Metric(series)) continue;
    for (int step = first_step; step < end_step; ++step) totals.sum += Value(series, step);
    totals.count += end_step - first_step;
  }
  return totals;
}

std::vector<Batch> Workload::Plan(int lane, int lanes, int series_per_batch,
                                  int steps_per_batch) const {
  std::vector<Batch> plan;
  for (int step = 0; step < options_.steps; step += steps_per_batch) {
    for (int first = lane * series_per_batch; first < options_.series;
         first += lanes * series_per_batch) {
      plan.push_back({first, std::min(series_per_batch, options_.series - first), step,
                      std::min(steps_per_batch, options_.steps - step)});
    }
  }
  return plan;
}

}  // namespace okapi::bench
