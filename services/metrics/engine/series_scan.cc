#include "services/metrics/engine/series_scan.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "common/status/status_macros.h"

namespace okapi::metrics {
namespace {

bool Earlier(const Sample& a, const Sample& b) { return a.time_us < b.time_us; }

// A chunk, or a head.
struct Part {
  int64_t first_us = 0;
  int64_t last_us = 0;
  const ChunkRef* chunk = nullptr;
  const HeadView* head = nullptr;
};

Part PartOf(const ChunkRef& chunk) {
  return {chunk.stats.first_us, chunk.stats.last_us, &chunk, nullptr};
}

Part PartOf(const HeadView& head) {
  const absl::Span<const Sample> samples = head.samples();
  if (head.ascending()) {
    return {samples.front().time_us, samples.back().time_us, nullptr, &head};
  }
  const auto [first, last] = std::minmax_element(samples.begin(), samples.end(), Earlier);
  return {first->time_us, last->time_us, nullptr, &head};
}

class SeriesScan {
 public:
  SeriesScan(v1::SampleKind kind, ReadAs as, const ChunkReader* chunks,
             absl::Span<const int64_t> bounds_us, SampleVisitor& visitor)
      : kind_(kind), as_(as), chunks_(chunks), bounds_us_(bounds_us), visitor_(visitor) {}

  absl::Status Run(const CapturedSeries& series);

 private:
  absl::Status ScanCluster(absl::Span<Part> cluster);
  absl::Status Load(const Part& part);
  // Hands over samples that are sorted.
  void Hand(absl::Span<const Sample> samples);
  // The same as increases since the sample before.
  void HandIncreases(absl::Span<const Sample> samples);
  // The interval that holds all of [first_us, last_us], if one does.
  std::optional<size_t> IntervalOf(int64_t first_us, int64_t last_us) const;
  void HandChunk(size_t interval, const ChunkStats& stats);

  const v1::SampleKind kind_;
  const ReadAs as_;
  const ChunkReader* const chunks_;
  const absl::Span<const int64_t> bounds_us_;
  SampleVisitor& visitor_;
  std::vector<Sample> samples_;    // Of the cluster at hand, when they had to be collected.
  std::optional<double> counter_;  // Where the counter stood last.
};

absl::Status SeriesScan::Run(const CapturedSeries& series) {
  std::vector<ChunkRef> found;
  if (series.has_chunks && chunks_ != nullptr) {
    // What a counter has counted in a period needs the sample before it.
    const int64_t from_us =
        as_ == ReadAs::kIncreases ? std::numeric_limits<int64_t>::min() : bounds_us_.front();
    OKAPI_ASSIGN_OR_RETURN(
        found, chunks_->Find(series.number, from_us, bounds_us_.back(), !series.overlapping));
  }
  // Chunks by revision, then the heads: of samples at one time the last one written is the last.
  std::sort(found.begin(), found.end(),
            [](const ChunkRef& a, const ChunkRef& b) { return a.key.revision < b.key.revision; });
  std::vector<Part> parts;
  parts.reserve(found.size() + 2);
  for (const ChunkRef& chunk : found) parts.push_back(PartOf(chunk));
  for (const HeadView* head : {&series.sealing, &series.head}) {
    if (!head->empty()) parts.push_back(PartOf(*head));
  }
  std::stable_sort(parts.begin(), parts.end(),
                   [](const Part& a, const Part& b) { return a.first_us < b.first_us; });
  for (size_t begin = 0; begin < parts.size();) {
    size_t end = begin + 1;
    int64_t last_us = parts[begin].last_us;
    // Increments are independent of one another, so overlaps do not matter.
    while (LastWins(kind_) && end < parts.size() && parts[end].first_us <= last_us) {
      last_us = std::max(last_us, parts[end].last_us);
      ++end;
    }
    OKAPI_RETURN_IF_ERROR(ScanCluster(absl::MakeSpan(parts).subspan(begin, end - begin)));
    begin = end;
  }
  return absl::OkStatus();
}

absl::Status SeriesScan::ScanCluster(absl::Span<Part> cluster) {
  Part& only = cluster.front();
  if (cluster.size() == 1 && only.chunk != nullptr) {
    const auto interval = IntervalOf(only.first_us, only.last_us);
    if (interval.has_value() && as_ != ReadAs::kEverySample) {
      HandChunk(*interval, only.chunk->stats);
      return absl::OkStatus();
    }
    if (only.last_us < bounds_us_.front()) {  // Only where the counter stood matters.
      counter_ = only.chunk->stats.last_value;
      return absl::OkStatus();
    }
    samples_.clear();
    OKAPI_RETURN_IF_ERROR(chunks_->Load(*only.chunk, samples_));
    Hand(samples_);
    return absl::OkStatus();
  }
  if (cluster.size() == 1 && only.head->ascending()) {
    Hand(only.head->samples());
    return absl::OkStatus();
  }
  // In the order in which they were written.
  std::sort(cluster.begin(), cluster.end(), [](const Part& a, const Part& b) {
    if ((a.chunk != nullptr) != (b.chunk != nullptr)) return a.chunk != nullptr;
    if (a.chunk == nullptr) return a.head < b.head;
    return a.chunk->key.revision < b.chunk->key.revision;
  });
  samples_.clear();
  for (const Part& part : cluster) OKAPI_RETURN_IF_ERROR(Load(part));
  SortSamples(kind_, samples_);
  Hand(samples_);
  return absl::OkStatus();
}

absl::Status SeriesScan::Load(const Part& part) {
  if (part.chunk != nullptr) return chunks_->Load(*part.chunk, samples_);
  const absl::Span<const Sample> samples = part.head->samples();
  samples_.insert(samples_.end(), samples.begin(), samples.end());
  return absl::OkStatus();
}

void SeriesScan::Hand(absl::Span<const Sample> samples) {
  if (as_ == ReadAs::kIncreases) return HandIncreases(samples);
  const auto begin =
      std::lower_bound(samples.begin(), samples.end(), Sample{bounds_us_.front(), 0}, Earlier);
  samples.remove_prefix(static_cast<size_t>(begin - samples.begin()));
  auto bound = bounds_us_.begin();
  while (!samples.empty()) {
    bound = std::upper_bound(bound, bounds_us_.end(), samples.front().time_us);
    if (bound == bounds_us_.end()) return;
    const auto end = std::partition_point(
        samples.begin(), samples.end(),
        [until = *bound](const Sample& sample) { return sample.time_us < until; });
    const auto count = static_cast<size_t>(end - samples.begin());
    visitor_.OnSamples(static_cast<size_t>(bound - bounds_us_.begin() - 1), samples.first(count));
    samples.remove_prefix(count);
  }
}

void SeriesScan::HandIncreases(absl::Span<const Sample> samples) {
  for (const Sample& sample : samples) {
    if (sample.time_us >= bounds_us_.back()) return;
    const double step = counter_.has_value() ? CounterStep(*counter_, sample.value) : 0;
    counter_ = sample.value;
    if (const auto interval = IntervalOf(sample.time_us, sample.time_us); interval.has_value()) {
      const Sample increase{sample.time_us, step};
      visitor_.OnSamples(*interval, absl::MakeConstSpan(&increase, 1));
    }
  }
}

std::optional<size_t> SeriesScan::IntervalOf(int64_t first_us, int64_t last_us) const {
  const auto bound = std::upper_bound(bounds_us_.begin(), bounds_us_.end(), first_us);
  if (bound == bounds_us_.begin() || bound == bounds_us_.end() || last_us >= *bound) {
    return std::nullopt;
  }
  return static_cast<size_t>(bound - bounds_us_.begin() - 1);
}

void SeriesScan::HandChunk(size_t interval, const ChunkStats& stats) {
  if (as_ == ReadAs::kSamples) return visitor_.OnChunk(interval, stats);
  ChunkStats increases = stats;
  increases.sum = scoring::Sum(stats.increase, 0);
  if (counter_.has_value()) increases.sum.Add(CounterStep(*counter_, stats.first_value));
  counter_ = stats.last_value;
  visitor_.OnChunk(interval, increases);
}

}  // namespace

absl::Status ScanSeries(const CapturedSeries& series, v1::SampleKind kind, ReadAs as,
                        const ChunkReader* chunks, absl::Span<const int64_t> bounds_us,
                        SampleVisitor& visitor) {
  return SeriesScan(kind, as, chunks, bounds_us, visitor).Run(series);
}

void SortSamples(v1::SampleKind kind, std::vector<Sample>& samples) {
  if (!std::is_sorted(samples.begin(), samples.end(), Earlier)) {
    std::stable_sort(samples.begin(), samples.end(), Earlier);
  }
  if (!LastWins(kind)) return;
  auto kept = samples.begin();
  for (auto it = samples.begin(); it != samples.end(); ++it) {
    if (kept != samples.begin() && (kept - 1)->time_us == it->time_us) --kept;
    *kept++ = *it;
  }
  samples.erase(kept, samples.end());
}

}  // namespace okapi::metrics
