#include "services/metrics/engine/series_page.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "common/status/status_macros.h"

namespace okapi::metrics {
namespace {

// Keeps the first samples of everything it is shown: enough to have the first `needed` of all.
class FirstSamples final : public SampleVisitor {
 public:
  explicit FirstSamples(size_t needed) : needed_(needed) {}

  void OnChunk(size_t, const ChunkStats&) override {}  // Never, of kEverySample.
  void OnSamples(size_t, absl::Span<const Sample> samples) override {
    size_t count = std::min(needed_, samples.size());
    // At one time values decide which is first, and they are not sorted yet.
    while (count < samples.size() && samples[count].time_us == samples[count - 1].time_us) ++count;
    samples_.insert(samples_.end(), samples.begin(), samples.begin() + static_cast<int64_t>(count));
  }
  std::vector<Sample> Take() && {
    std::sort(samples_.begin(), samples_.end(), [](const Sample& a, const Sample& b) {
      return std::tie(a.time_us, a.value) < std::tie(b.time_us, b.value);
    });
    return std::move(samples_);
  }

 private:
  const size_t needed_;
  std::vector<Sample> samples_;
};

// The end of a range from `begin_us` on that has `needed` samples in chunks, or all there are; no
// more chunks than that begin in it. `chunks` are sorted by their beginnings.
int64_t WindowEnd(const std::vector<ChunkRef>& chunks, int64_t begin_us, int64_t end_us,
                  size_t needed) {
  size_t count = 0;
  for (const ChunkRef& chunk : chunks) {
    if (chunk.stats.last_us < begin_us) continue;
    if (count >= needed && chunk.stats.first_us > begin_us) {
      return std::min(end_us, chunk.stats.first_us);
    }
    count += static_cast<size_t>(chunk.stats.count);
  }
  return end_us;
}

// The place of the sample at `position` of a sorted list that begins at `from`.
SamplePosition PlaceOf(const std::vector<Sample>& samples, size_t position, SamplePosition from) {
  const int64_t time_us = samples[position].time_us;
  size_t first = position;
  while (first > 0 && samples[first - 1].time_us == time_us) --first;
  const uint64_t before = first == 0 && time_us == from.time_us ? from.skipped : 0;
  return {time_us, before + position - first};
}

}  // namespace

absl::StatusOr<SeriesPage> ReadSeriesPage(const CapturedSeries& series, v1::SampleKind kind,
                                          const ChunkReader* chunks, SamplePosition from,
                                          int64_t end_us, size_t max) {
  if (max == 0) return SeriesPage{{}, from};
  std::vector<ChunkRef> found;
  if (series.has_chunks && chunks != nullptr) {
    OKAPI_ASSIGN_OR_RETURN(found,
                           chunks->Find(series.number, from.time_us, end_us, !series.overlapping));
    std::sort(found.begin(), found.end(), [](const ChunkRef& a, const ChunkRef& b) {
      return a.stats.first_us < b.stats.first_us;
    });
  }
  SeriesPage page;
  uint64_t skipped = from.skipped;
  for (int64_t begin_us = from.time_us; begin_us < end_us;) {
    const size_t needed = max + 1 - page.samples.size() + skipped;
    const int64_t bounds_us[] = {begin_us, WindowEnd(found, begin_us, end_us, needed)};
    FirstSamples first(needed);
    OKAPI_RETURN_IF_ERROR(ScanSeries(series, kind, ReadAs::kEverySample, chunks, bounds_us, first));
    const std::vector<Sample> window = std::move(first).Take();
    const auto begin = window.begin() + static_cast<int64_t>(std::min(skipped, window.size()));
    page.samples.insert(page.samples.end(), begin, window.end());
    if (page.samples.size() > max) {
      page.next = PlaceOf(page.samples, max, from);
      page.samples.resize(max);
      return page;
    }
    skipped = 0;
    begin_us = bounds_us[1];
  }
  return page;
}

}  // namespace okapi::metrics
