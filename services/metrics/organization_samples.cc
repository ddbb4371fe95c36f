#include "services/metrics/organization_samples.h"

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
  captured.series.reserve(numbers.size());
  for (const uint32_t number : numbers) {
    captured.series.push_back(CaptureSeries(organization, number, selection, with_sealing));
  }
  return captured;
}

}  // namespace okapi::metrics
