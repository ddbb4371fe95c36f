#include "services/metrics/engine/organization_samples.h"

namespace okapi::metrics {
namespace {

CapturedSeries CaptureSeries(const OrganizationSamples& organization, uint32_t number,
                             const SampleSelection& selection, bool with_sealing) {
  CapturedSeries series;
  series.number = number;
  const SeriesIndex& index = organization.index;
  for (size_t i = 0; i < selection.group_by.size(); ++i) {
    series.group[i] = index.labels().value(index.LabelOf(number, selection.group_by[i]));
  }
  if (number < organization.heads.size()) series.head = organization.heads[number].View();
  if (with_sealing && number < organization.sealing->size()) {
    series.sealing = (*organization.sealing)[number].View();
  }
  if (number < organization.sealed.size()) {
    series.has_chunks = organization.sealed[number].chunks > 0;
    series.overlapping = organization.sealed[number].overlapping;
  }
  return series;
}

}  // namespace

CapturedMetric CaptureMetric(const OrganizationSamples& organization,
                             const SampleSelection& selection, bool with_sealing) {
  CapturedMetric captured;
  const Metric* metric = organization.index.FindMetric(selection.metric);
  if (metric == nullptr) return captured;
  captured.kind = metric->kind;
  const std::vector<uint32_t> numbers =
      organization.index.Select(selection.metric, selection.matchers);
  const auto begin = std::lower_bound(numbers.begin(), numbers.end(), selection.series_begin);
  const auto count = std::min(static_cast<size_t>(numbers.end() - begin), selection.series_max);
  captured.series.reserve(count);
  for (auto number = begin; number != begin + static_cast<int64_t>(count); ++number) {
    captured.series.push_back(CaptureSeries(organization, *number, selection, with_sealing));
  }
  return captured;
}

}  // namespace okapi::metrics
