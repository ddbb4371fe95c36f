#include "services/metrics/listings/sample_listing.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/page_token.h"
#include "common/api/timestamp.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/storage/key_codec.h"
#include "services/metrics/engine/metric_selection.h"
#include "services/metrics/engine/series_page.h"
#include "services/metrics/listings/series_listing.h"
#include "services/metrics/queries/period_intervals.h"

namespace okapi::metrics {
namespace {

constexpr int64_t kTimeMin = std::numeric_limits<int64_t>::min();
constexpr int64_t kTimeMax = std::numeric_limits<int64_t>::max();
// The newest sample is looked for from so long before the metric's newest, then from ever.
constexpr absl::Duration kRecent = absl::Hours(24);

// Where a page begins: at this series, behind so many of its samples at this time.
struct Position {
  uint64_t series = 0;
  SamplePosition within;

  std::string Encode() const {
    return storage::KeyWriter().U64(series).I64(within.time_us).U64(within.skipped).Finish();
  }
};

template <typename Request>
absl::StatusOr<Position> PositionOf(const Request& request) {
  OKAPI_ASSIGN_OR_RETURN(const std::string token,
                         api::DecodePageToken(request.page_token(), request));
  Position position;
  if (token.empty()) return position;
  storage::KeyReader reader(token);
  reader.U64(&position.series);
  reader.I64(&position.within.time_us);
  reader.U64(&position.within.skipped);
  OKAPI_RETURN_IF_ERROR(reader.Done());
  return position;
}

// The time range asked for, [begin_us, end_us).
struct TimeRange {
  int64_t begin_us = kTimeMin;
  int64_t end_us = kTimeMax;
};

TimeRange RangeOf(const v1::ListSamplesRequest& request, status::FieldViolations& violations) {
  TimeRange range;
  if (request.has_start_time()) {
    range.begin_us = CeilMicros(api::FromTimestamp(request.start_time()));
  }
  if (request.has_end_time()) range.end_us = CeilMicros(api::FromTimestamp(request.end_time()));
  if (range.begin_us >= range.end_us) violations.Add("start_time", "must be before end_time");
  return range;
}

void AddSamples(absl::Span<const Sample> samples, const v1::Series& series,
                v1::ListSamplesResponse& response) {
  if (samples.empty()) return;
  v1::SeriesSamples& entry = *response.add_series();
  *entry.mutable_series() = series;
  for (const Sample& sample : samples) {
    entry.add_times_us(sample.time_us);
    entry.add_values(sample.value);
  }
}

// Of the samples it is shown, the newest; increments at that time add up.
class NewestSample final : public SampleVisitor {
 public:
  explicit NewestSample(v1::SampleKind kind) : kind_(kind) {}

  void OnChunk(size_t, const ChunkStats& stats) override {
    Offer(stats.last_us, LastWins(kind_) ? stats.last_value : stats.last_sum);
  }
  void OnSamples(size_t, absl::Span<const Sample> samples) override {
    for (const Sample& sample : samples) Offer(sample.time_us, sample.value);
  }
  const std::optional<Sample>& found() const { return found_; }

 private:
  void Offer(int64_t time_us, double value) {
    if (!found_.has_value() || time_us > found_->time_us) {
      found_ = Sample{time_us, value};
    } else if (time_us == found_->time_us) {
      found_->value = LastWins(kind_) ? value : found_->value + value;
    }
  }

  const v1::SampleKind kind_;
  std::optional<Sample> found_;
};

absl::StatusOr<std::optional<Sample>> FindNewest(const CapturedSeries& series, v1::SampleKind kind,
                                                 const ChunkReader* chunks, int64_t recent_us) {
  for (const int64_t begin_us : {recent_us, kTimeMin}) {
    NewestSample newest(kind);
    const int64_t bounds_us[] = {begin_us, kTimeMax};
    OKAPI_RETURN_IF_ERROR(ScanSeries(series, kind, ReadAs::kSamples, chunks, bounds_us, newest));
    if (newest.found().has_value()) return newest.found();
  }
  return std::nullopt;
}

// What the series of a captured page are, in their order.
std::vector<v1::Series> DescribeAll(const SampleEngine& engine, const std::string& organization,
                                    int64_t revision, const CapturedMetric& metric) {
  std::vector<v1::Series> described;
  engine.LookAtSeries(organization, revision, [&](const SeriesIndex& index) {
    for (const CapturedSeries& series : metric.series) {
      described.push_back(DescribeSeries(index, static_cast<uint32_t>(series.number)));
    }
  });
  return described;
}

}  // namespace

absl::StatusOr<v1::ListSamplesResponse> ListSamples(const SampleEngine& engine, int64_t revision,
                                                    const v1::ListSamplesRequest& request) {
  status::FieldViolations violations;
  SampleSelection selection = SelectMetric(request.metric(), request.filter(), violations);
  const TimeRange range = RangeOf(request, violations);
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  OKAPI_ASSIGN_OR_RETURN(const Position start, PositionOf(request));
  const auto page_size = static_cast<size_t>(std::min(
      request.page_size() == 0 ? kSamplesPageDefault : request.page_size(), kSamplesPageMax));
  selection.series_begin = start.series;
  // Each series has a sample as a rule.
  selection.series_max = page_size;

  OKAPI_ASSIGN_OR_RETURN(const CapturedSamples captured,
                         engine.Capture(request.parent(), revision, {&selection, 1}));
  const CapturedMetric& metric = captured.metrics[0];
  const ChunkReader* chunks = captured.chunks.has_value() ? &*captured.chunks : nullptr;
  const std::vector<v1::Series> described = DescribeAll(engine, request.parent(), revision, metric);
  v1::ListSamplesResponse response;
  size_t count = 0;
  for (size_t i = 0; i < metric.series.size(); ++i) {
    const CapturedSeries& series = metric.series[i];
    SamplePosition from{range.begin_us, 0};
    if (series.number == start.series && start.within.time_us >= range.begin_us) {
      from = start.within;
    }
    OKAPI_ASSIGN_OR_RETURN(const SeriesPage page, ReadSeriesPage(series, metric.kind, chunks, from,
                                                                 range.end_us, page_size - count));
    AddSamples(page.samples, described[i], response);
    count += page.samples.size();
    if (page.next.has_value()) {
      response.set_next_page_token(
          api::EncodePageToken(request, Position{series.number, *page.next}.Encode()));
      return response;
    }
  }
  if (metric.series.size() == selection.series_max) {
    const Position next{metric.series.back().number + 1, {kTimeMin, 0}};
    response.set_next_page_token(api::EncodePageToken(request, next.Encode()));
  }
  return response;
}

absl::StatusOr<v1::ListLatestSamplesResponse> ListLatestSamples(
    const SampleEngine& engine, int64_t revision, const v1::ListLatestSamplesRequest& request) {
  status::FieldViolations violations;
  SampleSelection selection = SelectMetric(request.metric(), request.filter(), violations);
  OKAPI_RETURN_IF_ERROR(violations.ToStatus());
  OKAPI_ASSIGN_OR_RETURN(const Position start, PositionOf(request));
  selection.series_begin = start.series;
  selection.series_max = static_cast<size_t>(api::PageSize(request.page_size()));

  OKAPI_ASSIGN_OR_RETURN(const CapturedSamples captured,
                         engine.Capture(request.parent(), revision, {&selection, 1}));
  const CapturedMetric& metric = captured.metrics[0];
  const ChunkReader* chunks = captured.chunks.has_value() ? &*captured.chunks : nullptr;
  const int64_t newest_us =
      engine.Newest(request.parent(), revision, {&selection.metric, 1}).time_us;
  const int64_t recent_us =
      newest_us == kTimeMin ? kTimeMin : newest_us - absl::ToInt64Microseconds(kRecent);
  const std::vector<v1::Series> described = DescribeAll(engine, request.parent(), revision, metric);
  v1::ListLatestSamplesResponse response;
  for (size_t i = 0; i < metric.series.size(); ++i) {
    OKAPI_ASSIGN_OR_RETURN(const std::optional<Sample> newest,
                           FindNewest(metric.series[i], metric.kind, chunks, recent_us));
    if (!newest.has_value()) continue;
    v1::LatestSample& sample = *response.add_samples();
    *sample.mutable_series() = described[i];
    *sample.mutable_time() = api::ToTimestamp(absl::FromUnixMicros(newest->time_us));
    sample.set_value(newest->value);
  }
  if (metric.series.size() == selection.series_max) {
    const Position next{metric.series.back().number + 1, {kTimeMin, 0}};
    response.set_next_page_token(api::EncodePageToken(request, next.Encode()));
  }
  return response;
}

}  // namespace okapi::metrics
