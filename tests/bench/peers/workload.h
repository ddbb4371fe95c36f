#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace okapi::bench {

// Consecutive series by consecutive steps: what one request carries.
struct Batch {
  int first_series = 0;
  int series_count = 0;
  int first_step = 0;
  int step_count = 0;

  int64_t samples() const { return int64_t{series_count} * step_count; }
};

// Number and sum of samples.
struct Totals {
  int64_t count = 0;
  double sum = 0;
};

// The samples that every contender is sent: computed, never stored, the same in every run. Even
// series are turnovers with two decimals, odd ones counts; both go up and down with the hour.
class Workload {
 public:
  static constexpr char kAmountMetric[] = "sales_amount";
  static constexpr char kCountMetric[] = "sales_count";
  static constexpr int kRegions = 50;

  struct Label {
    const char* name;
    std::string value;
  };

  struct Options {
    int series = 0;
    int steps = 0;
    absl::Time start;
    absl::Duration step;
    // Only turnovers: one metric instead of two.
    bool amounts_only = false;
  };

  explicit Workload(const Options& options);

  int series() const { return options_.series; }
  int steps() const { return options_.steps; }
  int64_t samples() const { return int64_t{options_.series} * options_.steps; }
  // The first step's time, and the time one step after the last.
  absl::Time start() const { return options_.start; }
  absl::Time end() const { return options_.start + options_.step * options_.steps; }
  absl::Duration step() const { return options_.step; }
  // The metrics that occur.
  std::vector<std::string> metrics() const;

  const char* Metric(int series) const;
  // Sorted by name. `store` alone identifies the series within its metric.
  std::array<Label, 4> Labels(int series) const;
  std::string Store(int series) const;
  std::string Region(int series) const;
  int64_t TimeMs(int step) const { return start_ms_ + step_ms_ * step; }
  double Value(int series, int step) const;

  // Of the samples of `metric` in steps [first_step, end_step). Takes a while.
  Totals Expected(const std::string& metric, int first_step, int end_step) const;

  // What sender `lane` of `lanes` sends, in order: every lane has its own series, and time never
  // goes back within a series.
  std::vector<Batch> Plan(int lane, int lanes, int series_per_batch, int steps_per_batch) const;

 private:
  bool IsCount(int series) const { return !options_.amounts_only && series % 2 == 1; }
  // Place of the series within its metric.
  int Place(int series) const { return options_.amounts_only ? series : series / 2; }

  const Options options_;
  const int64_t start_ms_;
  const int64_t step_ms_;
};

}  // namespace okapi::bench
