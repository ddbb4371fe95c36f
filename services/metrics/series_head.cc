#include "services/metrics/series_head.h"

#include <algorithm>

namespace okapi::metrics {
namespace {

bool Earlier(const Sample& a, const Sample& b) { return a.time_us < b.time_us; }

}  // namespace

bool SeriesHead::Add(v1::SampleKind kind, Sample sample) {
  if (sorted_ == samples_.size()) {
    if (samples_.empty() || sample.time_us > samples_.back().time_us) {
      samples_.push_back(sample);
      ++sorted_;
      return true;
    }
    if (sample.time_us == samples_.back().time_us) {
      if (kind == v1::GAUGE) {
        samples_.back() = sample;
      } else {
        samples_.push_back(sample);
        ++sorted_;
      }
      return true;
    }
  }
  samples_.push_back(sample);
  return false;
}

void SeriesHead::Settle(v1::SampleKind kind) {
  if (sorted_ == samples_.size()) return;
  const auto aside = samples_.begin() + static_cast<std::ptrdiff_t>(sorted_);
  std::stable_sort(aside, samples_.end(), Earlier);
  // Everything before the first of them stays where it is.
  const auto from = std::lower_bound(samples_.begin(), aside, *aside, Earlier);
  std::inplace_merge(from, aside, samples_.end(), Earlier);
  if (kind == v1::GAUGE) {
    // The merge is stable, so of samples at one time the last is the one added last.
    auto kept = from;
    for (auto it = from; it != samples_.end(); ++it) {
      if (kept != from && (kept - 1)->time_us == it->time_us) --kept;
      *kept++ = *it;
    }
    samples_.erase(kept, samples_.end());
  }
  sorted_ = samples_.size();
}

absl::Span<const Sample> SeriesHead::Between(int64_t begin_us, int64_t end_us) const {
  const auto begin =
      std::lower_bound(samples_.begin(), samples_.end(), Sample{begin_us, 0}, Earlier);
  const auto end = std::lower_bound(begin, samples_.end(), Sample{end_us, 0}, Earlier);
  return absl::MakeConstSpan(samples_).subspan(static_cast<size_t>(begin - samples_.begin()),
                                               static_cast<size_t>(end - begin));
}

}  // namespace okapi::metrics
