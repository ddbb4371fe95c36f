#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "services/metrics/engine/captured_samples.h"

namespace okapi::metrics {

// Bounds of one answer, unless the query has others.
inline constexpr size_t kGroupsMax = 10'000;
inline constexpr size_t kNumbersMax = 250'000;

// What to compute: one number per interval and group.
struct AggregationQuery {
  v1::Aggregation aggregation = v1::AGGREGATION_UNSPECIFIED;
  std::string metric;
  std::string denominator_metric;  // RATIO_OF_SUMS only
  // A sample counts if all of these match.
  std::vector<LabelMatcher> matchers;
  std::vector<std::string> group_by;  // At most kGroupByMax.
  // Interval i is [bounds_us[i], bounds_us[i + 1]); ascending. Fewer than two bound no interval.
  std::vector<int64_t> bounds_us;
  // An interval that only lies between others: its samples make no group.
  std::optional<size_t> gap;
  // More groups, or numbers (groups times intervals), are refused.
  size_t groups_max = kGroupsMax;
  size_t numbers_max = kNumbersMax;

  size_t interval_count() const { return bounds_us.empty() ? 0 : bounds_us.size() - 1; }
  // What must be captured for it: the metric, then the denominator if there is one.
  std::vector<SampleSelection> Selections() const;
};

struct IntervalNumber {
  // Absent without samples, and where the contract says so (resources.proto, Aggregation).
  std::optional<double> value;
  int64_t sample_count = 0;
  int64_t last_sample_us = 0;  // Only with samples.
};

struct GroupNumbers {
  // Values of the labels grouped by, in the order of the query.
  std::vector<std::string> labels;
  std::vector<IntervalNumber> intervals;
};

// The groups that have samples within the intervals, sorted by labels; without `group_by` exactly
// one. `samples` hold what query.Selections() names, from metrics[first] on. Every number is
// computed from the samples or from statistics of whole chunks of them, with compensated sums.
// INVALID_ARGUMENT / LIMIT_EXCEEDED when the answer would be too large, INVALID_ARGUMENT /
// AGGREGATION_REFUSED when the samples' kind does not go with the aggregation, DATA_LOSS when a
// chunk is damaged.
absl::StatusOr<std::vector<GroupNumbers>> Aggregate(const CapturedSamples& samples,
                                                    const AggregationQuery& query,
                                                    size_t first = 0);

// INVALID_ARGUMENT / LIMIT_EXCEEDED when an answer of that many groups would be too large.
absl::Status CheckSize(size_t groups, const AggregationQuery& query);

}  // namespace okapi::metrics
