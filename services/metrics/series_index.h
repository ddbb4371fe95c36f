#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "okapi/metrics/v1/resources.pb.h"
#include "services/metrics/series.h"
#include "services/metrics/series_head.h"

namespace okapi::metrics {

struct Metric;

struct Series {
  Metric* metric = nullptr;
  Labels labels;
  SeriesHead head;
};

struct Metric {
  SampleKind kind = SampleKind::SAMPLE_KIND_UNSPECIFIED;
  std::vector<const Series*> series;
  // Revision of the last batch with samples of it.
  int64_t changed_revision = 0;
  // Time of the newest sample.
  int64_t newest_us = std::numeric_limits<int64_t>::min();
};

// The series of one organization, found by metric and labels. Not thread-safe: the engine's lock
// guards it.
class SeriesIndex {
 public:
  // Adds a series under the next number, counting from 0.
  void AddSeries(SeriesIdentity identity, SampleKind kind);
  size_t size() const { return series_.size(); }
  // Precondition: number < size().
  Series& At(uint64_t number) { return series_[number]; }

  // nullptr when it has no samples yet.
  const Metric* FindMetric(absl::string_view name) const;
  // Visits the series of a metric whose labels match all of the matchers, in the order of numbers.
  void Select(absl::string_view metric, absl::Span<const v1::LabelMatcher> matchers,
              absl::FunctionRef<void(const Series&)> visit) const;

 private:
  // Deque and unique_ptr: the addresses stay.
  std::deque<Series> series_;
  absl::flat_hash_map<std::string, std::unique_ptr<Metric>> metrics_;
};

// Whether one of the matcher's values is the label's; the empty value stands for no label.
bool Matches(const v1::LabelMatcher& matcher, const Labels& labels);

}  // namespace okapi::metrics
