#include "services/metrics/series_index.h"

#include <algorithm>
#include <utility>

namespace okapi::metrics {

void SeriesIndex::AddSeries(SeriesIdentity identity, SampleKind kind) {
  std::unique_ptr<Metric>& metric = metrics_[identity.metric];
  if (metric == nullptr) {
    metric = std::make_unique<Metric>();
    metric->kind = kind;
  }
  Series& series = series_.emplace_back();
  series.metric = metric.get();
  series.labels = std::move(identity.labels);
  metric->series.push_back(&series);
}

const Metric* SeriesIndex::FindMetric(absl::string_view name) const {
  const auto it = metrics_.find(name);
  return it == metrics_.end() ? nullptr : it->second.get();
}

void SeriesIndex::Select(absl::string_view metric, absl::Span<const v1::LabelMatcher> matchers,
                         absl::FunctionRef<void(const Series&)> visit) const {
  const Metric* found = FindMetric(metric);
  if (found == nullptr) return;
  for (const Series* series : found->series) {
    const bool selected = std::all_of(
        matchers.begin(), matchers.end(),
        [series](const v1::LabelMatcher& matcher) { return Matches(matcher, series->labels); });
    if (selected) visit(*series);
  }
}

bool Matches(const v1::LabelMatcher& matcher, const Labels& labels) {
  const absl::string_view label = FindLabel(labels, matcher.label());
  return std::any_of(matcher.values().begin(), matcher.values().end(),
                     [label](const std::string& value) { return label == value; });
}

}  // namespace okapi::metrics
