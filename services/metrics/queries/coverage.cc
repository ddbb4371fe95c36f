#include "services/metrics/queries/coverage.h"

#include <algorithm>
#include <utility>

#include "common/status/status_macros.h"
#include "services/metrics/queries/period_intervals.h"

namespace okapi::metrics {
namespace {

using calendar::Calendar;
using calendar::Period;
using okapi::common::v1::PeriodType;

// The ends of the parts of a period, in order.
std::vector<absl::Time> PartEnds(const Period& period, const Calendar& calendar) {
  std::vector<absl::Time> ends;
  if (period.type == PeriodType::DAY) {
    for (absl::Time end = period.start + absl::Hours(1); end < period.end; end += absl::Hours(1)) {
      ends.push_back(end);
    }
    if (period.start < period.end) ends.push_back(period.end);
    return ends;
  }
  const bool months = period.type == PeriodType::QUARTER || period.type == PeriodType::YEAR;
  const PeriodType type = months ? PeriodType::MONTH : PeriodType::DAY;
  for (const Period& part : calendar.PeriodsBetween(type, period.start, period.end)) {
    ends.push_back(part.end);
  }
  return ends;
}

// Marks the parts in which there are samples.
class Marker {
 public:
  Marker(absl::Span<const int64_t> bounds_us, CoveredParts& covered)
      : bounds_us_(bounds_us), covered_(covered) {}

  void Mark(absl::Span<const Sample> samples) {
    for (const Sample& sample : samples) Mark(sample.time_us);
  }
  void Mark(int64_t time_us) {
    if (time_us < bounds_us_.front() || time_us >= bounds_us_.back()) return;
    if (time_us < bounds_us_[at_] || time_us >= bounds_us_[at_ + 1]) at_ = PartOf(time_us);
    covered_[at_] = true;
  }
  // Whether a part that lies wholly between the two times is not marked.
  bool InDoubt(int64_t first_us, int64_t last_us) const {
    const size_t begin = first_us < bounds_us_.front() ? 0 : PartOf(first_us) + 1;
    const size_t end = last_us >= bounds_us_.back() ? covered_.size() : PartOf(last_us);
    for (size_t part = begin; part < end; ++part) {
      if (!covered_[part]) return true;
    }
    return false;
  }

 private:
  // Precondition: bounds_us_.front() <= time_us < bounds_us_.back().
  size_t PartOf(int64_t time_us) const {
    const auto bound = std::upper_bound(bounds_us_.begin(), bounds_us_.end(), time_us);
    return static_cast<size_t>(bound - bounds_us_.begin()) - 1;
  }

  const absl::Span<const int64_t> bounds_us_;
  CoveredParts& covered_;
  size_t at_ = 0;  // The part of the sample before: the next one is likely to be in it, too.
};

absl::Status MarkChunks(const CapturedSeries& series, const ChunkReader& chunks,
                        absl::Span<const int64_t> bounds_us, Marker& marker) {
  OKAPI_ASSIGN_OR_RETURN(
      const std::vector<ChunkRef> found,
      chunks.Find(series.number, bounds_us.front(), bounds_us.back(), !series.overlapping));
  for (const ChunkRef& chunk : found) {
    marker.Mark(chunk.stats.first_us);
    marker.Mark(chunk.stats.last_us);
  }
  std::vector<Sample> samples;
  for (const ChunkRef& chunk : found) {
    if (!marker.InDoubt(chunk.stats.first_us, chunk.stats.last_us)) continue;
    samples.clear();
    OKAPI_RETURN_IF_ERROR(chunks.Load(chunk, samples));
    marker.Mark(samples);
  }
  return absl::OkStatus();
}

}  // namespace

PeriodParts PartsOf(const std::vector<Period>& periods, const Calendar& calendar, absl::Time end) {
  PeriodParts parts;
  parts.bounds_us.push_back(CeilMicros(periods.front().start));
  absl::Time start = periods.front().start;
  for (const Period& period : periods) {
    parts.begins.push_back(parts.bounds_us.size() - 1);
    for (const absl::Time part_end : PartEnds(period, calendar)) {
      if (start >= end) break;
      parts.bounds_us.push_back(CeilMicros(std::min(part_end, end)));
      parts.last_is_running = part_end > end;
      start = parts.last_end = part_end;
    }
  }
  parts.begins.push_back(parts.bounds_us.size() - 1);
  return parts;
}

absl::StatusOr<std::map<std::array<absl::string_view, kGroupByMax>, CoveredParts>> FindCovered(
    const CapturedMetric& metric, const ChunkReader* chunks, absl::Span<const int64_t> bounds_us) {
  std::map<std::array<absl::string_view, kGroupByMax>, CoveredParts> groups;
  if (bounds_us.size() < 2) return groups;
  for (const CapturedSeries& series : metric.series) {
    CoveredParts& covered = groups[series.group];
    covered.resize(bounds_us.size() - 1);
    Marker marker(bounds_us, covered);
    marker.Mark(series.sealing.samples());
    marker.Mark(series.head.samples());
    if (series.has_chunks && chunks != nullptr) {
      OKAPI_RETURN_IF_ERROR(MarkChunks(series, *chunks, bounds_us, marker));
    }
  }
  return groups;
}

std::optional<double> CoverageOf(const PeriodParts& parts, const CoveredParts& covered,
                                 size_t period) {
  const size_t begin = parts.begins[period];
  size_t end = parts.begins[period + 1];
  const bool last = end + 1 == parts.bounds_us.size();
  // The running part is not expected to have a sample yet.
  if (last && end > begin && parts.last_is_running && !covered[end - 1]) --end;
  if (begin == end) return std::nullopt;
  const auto at = [&](size_t part) { return covered.begin() + static_cast<int64_t>(part); };
  return static_cast<double>(std::count(at(begin), at(end), true)) /
         static_cast<double>(end - begin);
}

}  // namespace okapi::metrics
