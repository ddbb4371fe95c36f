#include "services/metrics/queries/run_numbers.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "common/status/status_macros.h"
#include "services/metrics/kpis/formula.h"

namespace okapi::metrics {
namespace {

using Covered = std::map<std::array<absl::string_view, kGroupByMax>, CoveredParts>;
using GroupLabels = std::vector<std::string>;

// The step's question for the intervals of its run.
AggregationQuery QueryOf(const ComputationStep& step, const AggregationQuery& intervals,
                         const DefinitionRun& run) {
  AggregationQuery query = step.aggregation;
  if (run.begin < run.end) {
    const auto at = intervals.bounds_us.begin();
    query.bounds_us.assign(at + static_cast<int64_t>(run.begin),
                           at + static_cast<int64_t>(run.end) + 1);
  }
  if (intervals.gap.has_value() && *intervals.gap >= run.begin && *intervals.gap < run.end) {
    query.gap = *intervals.gap - run.begin;
  }
  query.groups_max = intervals.groups_max;
  query.numbers_max = intervals.numbers_max;
  return query;
}

// The number of one interval, from those of the operands, which are nullptr where a group has none.
IntervalNumber Combine(absl::Span<const GroupNumbers* const> operands, size_t interval,
                       Formula& formula) {
  IntervalNumber result;
  result.sample_count = std::numeric_limits<int64_t>::max();
  std::vector<double> values;
  for (const GroupNumbers* operand : operands) {
    const IntervalNumber number =
        operand == nullptr ? IntervalNumber() : operand->intervals[interval];
    result.sample_count = std::min(result.sample_count, number.sample_count);
    result.last_sample_us = std::max(result.last_sample_us, number.last_sample_us);
    if (number.value.has_value()) values.push_back(*number.value);
  }
  if (values.size() == operands.size()) result.value = formula.Evaluate(values);
  return result;
}

// The formula's numbers; a group is there if one of the operands has it.
absl::StatusOr<std::vector<GroupNumbers>> ComputeFormula(
    const ComputationStep& step, absl::Span<const std::vector<GroupNumbers>> results,
    size_t interval_count) {
  OKAPI_ASSIGN_OR_RETURN(Formula formula, Formula::Parse(step.formula));
  std::map<GroupLabels, std::vector<const GroupNumbers*>> groups;
  for (size_t i = 0; i < step.operands.size(); ++i) {
    for (const GroupNumbers& group : results[step.operands[i]]) {
      auto& operands = groups[group.labels];
      operands.resize(step.operands.size());
      operands[i] = &group;
    }
  }
  std::vector<GroupNumbers> result;
  result.reserve(groups.size());
  for (const auto& [labels, operands] : groups) {
    GroupNumbers& group = result.emplace_back(GroupNumbers{labels, {}});
    group.intervals.reserve(interval_count);
    for (size_t i = 0; i < interval_count; ++i) {
      group.intervals.push_back(Combine(operands, i, formula));
    }
  }
  return result;
}

// Computes runs one after the other, within one budget of numbers.
class RunComputer {
 public:
  RunComputer(const CapturedSamples& samples, const AggregationQuery& intervals, size_t first)
      : samples_(samples), intervals_(intervals), next_(first) {}

  absl::StatusOr<std::vector<GroupNumbers>> Compute(const DefinitionRun& run) {
    std::vector<std::vector<GroupNumbers>> results;
    for (const ComputationStep& step : run.steps) {
      if (step.formula.empty()) {
        OKAPI_ASSIGN_OR_RETURN(auto numbers, ComputeSamples(QueryOf(step, intervals_, run)));
        results.push_back(std::move(numbers));
      } else {
        OKAPI_ASSIGN_OR_RETURN(auto numbers, ComputeFormula(step, results, run.end - run.begin));
        results.push_back(std::move(numbers));
      }
    }
    return std::move(results.back());
  }

 private:
  absl::StatusOr<std::vector<GroupNumbers>> ComputeSamples(AggregationQuery query) {
    query.numbers_max -= used_;
    OKAPI_ASSIGN_OR_RETURN(std::vector<GroupNumbers> numbers, Aggregate(samples_, query, next_));
    next_ += query.Selections().size();
    used_ += std::min(numbers.size() * query.interval_count(), query.numbers_max);
    return numbers;
  }

  const CapturedSamples& samples_;
  const AggregationQuery& intervals_;
  size_t next_;
  size_t used_ = 0;
};

// Takes from `covered` what is not in `other`.
void Intersect(const Covered& other, Covered& covered) {
  for (auto& [group, parts] : covered) {
    const auto found = other.find(group);
    for (size_t i = 0; i < parts.size(); ++i) {
      parts[i] = parts[i] && found != other.end() && found->second[i];
    }
  }
}

}  // namespace

std::vector<SampleSelection> SelectionsOf(absl::Span<const DefinitionRun> runs) {
  std::vector<SampleSelection> selections;
  for (const DefinitionRun& run : runs) {
    for (const ComputationStep& step : run.steps) {
      if (!step.formula.empty()) continue;
      for (SampleSelection& selection : step.aggregation.Selections()) {
        selections.push_back(std::move(selection));
      }
    }
  }
  return selections;
}

std::vector<std::string> MetricsOf(absl::Span<const DefinitionRun> runs) {
  std::vector<std::string> metrics;
  for (const DefinitionRun& run : runs) {
    for (const ComputationStep& step : run.steps) {
      if (!step.formula.empty()) continue;
      metrics.push_back(step.aggregation.metric);
      if (!step.aggregation.denominator_metric.empty()) {
        metrics.push_back(step.aggregation.denominator_metric);
      }
    }
  }
  return metrics;
}

absl::StatusOr<std::vector<GroupNumbers>> ComputeRuns(const CapturedSamples& samples,
                                                      const AggregationQuery& intervals,
                                                      absl::Span<const DefinitionRun> runs,
                                                      size_t first) {
  RunComputer computer(samples, intervals, first);
  if (runs.size() == 1) return computer.Compute(runs.front());
  std::map<GroupLabels, std::vector<IntervalNumber>> groups;
  for (const DefinitionRun& run : runs) {
    OKAPI_ASSIGN_OR_RETURN(std::vector<GroupNumbers> numbers, computer.Compute(run));
    for (const GroupNumbers& group : numbers) {
      std::vector<IntervalNumber>& all = groups[group.labels];
      all.resize(intervals.interval_count());
      std::copy(group.intervals.begin(), group.intervals.end(),
                all.begin() + static_cast<int64_t>(run.begin));
    }
  }
  std::vector<GroupNumbers> result;
  result.reserve(groups.size());
  for (auto& [labels, all] : groups) result.push_back({labels, std::move(all)});
  return result;
}

absl::StatusOr<Covered> FindRunsCovered(const CapturedSamples& samples,
                                        const AggregationQuery& intervals,
                                        absl::Span<const DefinitionRun> runs,
                                        absl::Span<const int64_t> bounds_us, size_t first) {
  const ChunkReader* chunks = samples.chunks.has_value() ? &*samples.chunks : nullptr;
  Covered all;
  for (const DefinitionRun& run : runs) {
    std::optional<Covered> of_run;
    for (const ComputationStep& step : run.steps) {
      if (!step.formula.empty()) continue;
      OKAPI_ASSIGN_OR_RETURN(Covered covered,
                             FindCovered(samples.metrics[first], chunks, bounds_us));
      first += step.aggregation.Selections().size();
      if (of_run.has_value()) {
        Intersect(covered, *of_run);
      } else {
        of_run = std::move(covered);
      }
    }
    if (!of_run.has_value() || run.begin == run.end) continue;
    const int64_t start_us = intervals.bounds_us[run.begin];
    const int64_t end_us = intervals.bounds_us[run.end];
    for (const auto& [group, parts] : *of_run) {
      CoveredParts& covered = all[group];
      covered.resize(parts.size());
      for (size_t i = 0; i < parts.size(); ++i) {
        if (bounds_us[i] >= start_us && bounds_us[i] < end_us) covered[i] = parts[i];
      }
    }
  }
  return all;
}

}  // namespace okapi::metrics
