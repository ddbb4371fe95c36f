#pragma once

#include <string>
#include <vector>

#include "services/metrics/chunks/sample.h"

namespace okapi::bench {

// Samples of one kind. A chunk never holds samples of two series.
struct CodecCase {
  std::string name;
  std::vector<std::vector<metrics::Sample>> series;
};

// Computed KPI series, the same on every machine. 16,384 samples each.
std::vector<CodecCase> ComputedCases();

// The columns of tests/e2e/data in the checkout at `source`, one series per industry; and those of
// npm's package vega-datasets whose folder `data` is at `vega`, as far as it is there.
std::vector<CodecCase> RealCases(const std::string& source, const std::string& vega);

}  // namespace okapi::bench
