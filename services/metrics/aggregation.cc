#include "services/metrics/aggregation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/scoring/sum.h"
#include "common/status/errors.h"

namespace okapi::metrics {
namespace {

// What the samples of one interval and group come to.
struct Cell {
  scoring::Sum sum;
  int64_t count = 0;
  int64_t last_us = 0;
  // RATIO_OF_SUMS only.
  scoring::Sum divisor;
  int64_t divisor_count = 0;
};

using Groups = std::map<std::vector<std::string>, std::vector<Cell>>;
using Samples = absl::Span<const Sample>;

void AddSum(Samples samples, Cell& cell) {
  for (const Sample& sample : samples) cell.sum.Add(sample.value);
  cell.count += static_cast<int64_t>(samples.size());
  cell.last_us = std::max(cell.last_us, samples.back().time_us);
}

void AddDivisor(Samples samples, Cell& cell) {
  for (const Sample& sample : samples) cell.divisor.Add(sample.value);
  cell.divisor_count += static_cast<int64_t>(samples.size());
}

// The newest of one series; increments at one time add up.
void AddLast(Samples samples, Cell& cell) {
  const int64_t newest_us = samples.back().time_us;
  while (samples.size() > 1 && samples[samples.size() - 2].time_us == newest_us) {
    cell.sum.Add(samples.back().value);
    ++cell.count;
    samples.remove_suffix(1);
  }
  cell.sum.Add(samples.back().value);
  ++cell.count;
  cell.last_us = std::max(cell.last_us, newest_us);
}

// Calls `add` for every interval that has samples of the series.
template <typename Add>
void AddSeries(Samples samples, const std::vector<int64_t>& bounds_us, std::vector<Cell>& cells,
               Add add) {
  auto bound = bounds_us.begin();
  while (!samples.empty()) {
    bound = std::upper_bound(bound, bounds_us.end(), samples.front().time_us);
    const auto end = std::partition_point(
        samples.begin(), samples.end(),
        [until = *bound](const Sample& sample) { return sample.time_us < until; });
    const auto count = static_cast<size_t>(end - samples.begin());
    add(samples.first(count), cells[static_cast<size_t>(bound - bounds_us.begin() - 1)]);
    samples.remove_prefix(count);
  }
}

absl::Status TooLarge(absl::string_view what, size_t limit) {
  return status::Error(absl::StatusCode::kInvalidArgument, status::ErrorReason::LIMIT_EXCEEDED,
                       absl::StrCat("the answer would have more than ", limit, " ", what),
                       {{"limit", absl::StrCat(limit)}});
}

template <typename Add>
absl::Status AddMetric(const SeriesIndex& index, const AggregationQuery& query,
                       const std::string& metric, Groups& groups, Add add) {
  absl::Status failure;
  std::vector<std::string> labels(query.group_by.size());
  index.Select(metric, query.matchers, [&](const Series& series) {
    const Samples samples = series.head.Between(query.bounds_us.front(), query.bounds_us.back());
    if (samples.empty() || !failure.ok()) return;
    for (size_t i = 0; i < labels.size(); ++i) {
      labels[i] = std::string(FindLabel(series.labels, query.group_by[i]));
    }
    std::vector<Cell>& cells = groups[labels];
    if (cells.empty()) {
      failure = CheckSize(groups.size(), query);
      if (!failure.ok()) return;
      cells.resize(query.interval_count());
    }
    AddSeries(samples, query.bounds_us, cells, add);
  });
  return failure;
}

std::optional<double> ValueOf(v1::Aggregation aggregation, const Cell& cell) {
  if (cell.count == 0) return std::nullopt;
  double value = cell.sum.value();
  if (aggregation == v1::AVERAGE) value /= static_cast<double>(cell.count);
  if (aggregation == v1::RATIO_OF_SUMS) {
    if (cell.divisor_count == 0 || cell.divisor.value() == 0) return std::nullopt;
    value /= cell.divisor.value();
  }
  // Beyond what a double can say.
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace

absl::Status CheckSize(size_t groups, const AggregationQuery& query) {
  if (groups > kGroupsMax) return TooLarge("groups", kGroupsMax);
  if (groups * query.interval_count() > kNumbersMax) return TooLarge("numbers", kNumbersMax);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<GroupNumbers>> Aggregate(const SeriesIndex& index,
                                                    const AggregationQuery& query) {
  Groups groups;
  if (query.group_by.empty()) groups[{}].resize(query.interval_count());
  absl::Status status;
  if (query.interval_count() == 0) {
    // Nothing to add up.
  } else if (query.aggregation == v1::LAST) {
    status = AddMetric(index, query, query.metric, groups, AddLast);
  } else {
    status = AddMetric(index, query, query.metric, groups, AddSum);
  }
  if (status.ok() && query.aggregation == v1::RATIO_OF_SUMS && query.interval_count() > 0) {
    status = AddMetric(index, query, query.denominator_metric, groups, AddDivisor);
  }
  if (!status.ok()) return status;
  std::vector<GroupNumbers> result;
  result.reserve(groups.size());
  for (const auto& [labels, cells] : groups) {
    GroupNumbers& group = result.emplace_back();
    group.labels = labels;
    group.intervals.reserve(cells.size());
    for (const Cell& cell : cells) {
      group.intervals.push_back({ValueOf(query.aggregation, cell), cell.count, cell.last_us});
    }
  }
  return result;
}

}  // namespace okapi::metrics
