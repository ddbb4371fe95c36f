#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/metrics/series/label_matcher.h"
#include "services/metrics/series/label_pool.h"
#include "services/metrics/series/postings.h"
#include "services/metrics/series/series.h"

namespace okapi::metrics {

struct Metric {
  std::string name;
  SampleKind kind = SampleKind::SAMPLE_KIND_UNSPECIFIED;
  Postings series;
  // Revision of the last batch with samples of it.
  int64_t changed_revision = 0;
  // Time of the newest sample.
  int64_t newest_us = std::numeric_limits<int64_t>::min();
};

// The series of one organization: their numbers, metrics and labels, found either way. Built for
// a million of them: a series costs its labels' numbers and a few words. Series are never removed.
// Not thread-safe: the engine's lock guards it.
class SeriesIndex {
 public:
  SeriesIndex() : by_identity_(0, Hash{this}, Equal{this}) {}
  SeriesIndex(const SeriesIndex&) = delete;
  SeriesIndex& operator=(const SeriesIndex&) = delete;

  // Adds a series that is not there yet under the next number, counting from 0. `kind` counts for
  // the first series of a metric.
  uint32_t Add(const SeriesIdentity& identity, SampleKind kind);
  std::optional<uint32_t> Find(const SeriesIdentity& identity) const;
  size_t size() const { return series_.size(); }

  // nullptr when no series of it was added. Addresses stay.
  const Metric* FindMetric(absl::string_view name) const;
  // Precondition: number < size().
  Metric& MetricOf(uint32_t number) { return metrics_[series_[number].metric]; }
  SampleKind KindOf(uint32_t number) const { return metrics_[series_[number].metric].kind; }
  SeriesIdentity IdentityOf(uint32_t number) const;
  // The series' label of that name, kNone without.
  LabelPool::Id LabelOf(uint32_t number, absl::string_view name) const;
  const LabelPool& labels() const { return pool_; }
  const std::deque<Metric>& metrics() const { return metrics_; }

  // Whether a series of the metric has the label.
  bool HasLabel(const Metric& metric, LabelPool::Id label) const {
    return metric.series.Meets(by_label_[label]);
  }

  // Numbers of the metric's series that every matcher selects, ascending.
  std::vector<uint32_t> Select(absl::string_view metric,
                               absl::Span<const LabelMatcher> matchers) const;

 private:
  struct Series {
    uint32_t metric;        // Position in metrics_.
    uint32_t labels_begin;  // In label_ids_; they end where those of the next series begin.
  };
  // A series that need not exist.
  struct Candidate {
    uint32_t metric;
    absl::Span<const LabelPool::Id> labels;
  };
  struct Hash {
    using is_transparent = void;
    const SeriesIndex* index;
    size_t operator()(const Candidate& series) const;
    size_t operator()(uint32_t number) const { return (*this)(index->AsCandidate(number)); }
  };
  struct Equal {
    using is_transparent = void;
    const SeriesIndex* index;
    bool operator()(uint32_t a, uint32_t b) const { return a == b; }
    bool operator()(uint32_t a, const Candidate& b) const;
    bool operator()(const Candidate& a, uint32_t b) const { return (*this)(b, a); }
  };

  absl::Span<const LabelPool::Id> LabelsOf(uint32_t number) const;
  Candidate AsCandidate(uint32_t number) const {
    return {series_[number].metric, LabelsOf(number)};
  }

  LabelPool pool_;
  std::deque<Metric> metrics_;
  absl::flat_hash_map<std::string, uint32_t> metric_ids_;
  std::vector<Series> series_;
  std::vector<LabelPool::Id> label_ids_;
  std::vector<Postings> by_label_;  // By LabelPool::Id.
  absl::flat_hash_set<uint32_t, Hash, Equal> by_identity_;
};

}  // namespace okapi::metrics
