#include "services/metrics/engine/aggregation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <future>
#include <limits>
#include <map>
#include <memory>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/scoring/sum.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/metrics/engine/series_scan.h"

namespace okapi::metrics {
namespace {

// What the samples of one interval and group come to.
struct Cell {
  scoring::Sum sum;
  int64_t count = 0;
  int64_t last_us = 0;
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();

  void Add(const Cell& other) {
    sum.Add(other.sum);
    count += other.count;
    last_us = std::max(last_us, other.last_us);
    min = std::min(min, other.min);
    max = std::max(max, other.max);
  }
};

using GroupKey = std::array<absl::string_view, kGroupByMax>;
using Groups = std::map<GroupKey, std::vector<Cell>>;

// Adds up the series of a group, one after the other.
class Adder : public SampleVisitor {
 public:
  void Begin(std::vector<Cell>& cells) { cells_ = &cells; }
  virtual void End() {}
  // Shows the samples of a series.
  virtual absl::Status Scan(const CapturedSeries& series, v1::SampleKind kind, ReadAs as,
                            const ChunkReader* chunks, absl::Span<const int64_t> bounds_us) {
    return ScanSeries(series, kind, as, chunks, bounds_us, *this);
  }

 protected:
  Cell& At(size_t interval) { return (*cells_)[interval]; }

 private:
  std::vector<Cell>* cells_ = nullptr;
};

class SumAdder final : public Adder {
 public:
  void OnChunk(size_t interval, const ChunkStats& stats) override {
    Cell& cell = At(interval);
    cell.sum.Add(stats.sum);
    Count(stats.count, stats.last_us, cell);
  }
  void OnSamples(size_t interval, absl::Span<const Sample> samples) override {
    Cell& cell = At(interval);
    for (const Sample& sample : samples) cell.sum.Add(sample.value);
    Count(static_cast<int64_t>(samples.size()), samples.back().time_us, cell);
  }

 private:
  static void Count(int64_t count, int64_t last_us, Cell& cell) {
    cell.count += count;
    cell.last_us = std::max(cell.last_us, last_us);
  }
};

class ExtremesAdder final : public Adder {
 public:
  void OnChunk(size_t interval, const ChunkStats& stats) override {
    Take(interval, stats.count, stats.last_us, stats.min, stats.max);
  }
  void OnSamples(size_t interval, absl::Span<const Sample> samples) override {
    const auto [min, max] =
        std::minmax_element(samples.begin(), samples.end(),
                            [](const Sample& a, const Sample& b) { return a.value < b.value; });
    Take(interval, static_cast<int64_t>(samples.size()), samples.back().time_us, min->value,
         max->value);
  }

 private:
  void Take(size_t interval, int64_t count, int64_t last_us, double min, double max) {
    Cell& cell = At(interval);
    cell.count += count;
    cell.last_us = std::max(cell.last_us, last_us);
    cell.min = std::min(cell.min, min);
    cell.max = std::max(cell.max, max);
  }
};

// The newest of each series, added up; increments at one time add up first.
class LastAdder final : public Adder {
 public:
  // Of a long interval mostly the end is enough, which saves looking at the chunks before. Not with
  // a head that would have to be sorted for each interval.
  absl::Status Scan(const CapturedSeries& series, v1::SampleKind kind, ReadAs as,
                    const ChunkReader* chunks, absl::Span<const int64_t> bounds_us) override {
    const auto intervals = static_cast<int64_t>(bounds_us.size()) - 1;
    const bool lengthy = bounds_us.back() - bounds_us.front() > 2 * kTailUs * intervals;
    if (!lengthy || !series.has_chunks || !series.head.ascending() || !series.sealing.ascending()) {
      offset_ = 0;
      return ScanSeries(series, kind, as, chunks, bounds_us, *this);
    }
    for (offset_ = 0; offset_ + 1 < bounds_us.size(); ++offset_) {
      const int64_t begin_us = bounds_us[offset_];
      const int64_t end_us = bounds_us[offset_ + 1];
      const int64_t tail_us = std::max(begin_us, end_us - kTailUs);
      const int64_t tail[] = {tail_us, end_us};
      OKAPI_RETURN_IF_ERROR(ScanSeries(series, kind, as, chunks, tail, *this));
      if (tail_us == begin_us || newest_.count(offset_) > 0) continue;
      const int64_t rest[] = {begin_us, tail_us};
      OKAPI_RETURN_IF_ERROR(ScanSeries(series, kind, as, chunks, rest, *this));
    }
    return absl::OkStatus();
  }
  void OnChunk(size_t interval, const ChunkStats& stats) override {
    Take(offset_ + interval, stats.last_us, stats.last_sum, stats.last_count);
  }
  void OnSamples(size_t interval, absl::Span<const Sample> samples) override {
    double sum = 0;
    int64_t count = 0;
    const int64_t last_us = samples.back().time_us;
    for (auto it = samples.rbegin(); it != samples.rend() && it->time_us == last_us; ++it) {
      sum += it->value;
      ++count;
    }
    Take(offset_ + interval, last_us, sum, count);
  }
  void End() override {
    for (const auto& [interval, newest] : newest_) {
      Cell& cell = At(interval);
      cell.sum.Add(newest.sum);
      cell.count += newest.count;
      cell.last_us = std::max(cell.last_us, newest.time_us);
    }
    newest_.clear();
  }

 private:
  static constexpr int64_t kTailUs = 24 * 3600 * int64_t{1'000'000};

  struct Newest {
    int64_t time_us = std::numeric_limits<int64_t>::min();
    double sum = 0;
    int64_t count = 0;
  };
  void Take(size_t interval, int64_t time_us, double sum, int64_t count) {
    Newest& newest = newest_[interval];
    if (time_us < newest.time_us) return;
    if (time_us > newest.time_us) newest = {time_us, 0, 0};
    newest.sum += sum;
    newest.count += count;
  }

  size_t offset_ = 0;  // The interval that is scanned alone; 0 when all are.
  std::map<size_t, Newest> newest_;
};

std::unique_ptr<Adder> AdderFor(v1::Aggregation aggregation) {
  switch (aggregation) {
    case v1::LAST:
      return std::make_unique<LastAdder>();
    case v1::MIN:
    case v1::MAX:
      return std::make_unique<ExtremesAdder>();
    default:
      return std::make_unique<SumAdder>();
  }
}

absl::Status TooLarge(absl::string_view what, size_t limit) {
  return status::Error(absl::StatusCode::kInvalidArgument, status::ErrorReason::LIMIT_EXCEEDED,
                       absl::StrCat("the answer would have more than ", limit, " ", what),
                       {{"limit", absl::StrCat(limit)}});
}

// How the samples are read, or why they must not be.
absl::StatusOr<ReadAs> ReadingOf(v1::Aggregation aggregation, v1::SampleKind kind,
                                 const std::string& metric) {
  if (kind != v1::CUMULATIVE || aggregation == v1::LAST) return ReadAs::kSamples;
  if (aggregation == v1::SUM || aggregation == v1::RATIO_OF_SUMS) return ReadAs::kIncreases;
  return status::Error(
      absl::StatusCode::kInvalidArgument, status::ErrorReason::AGGREGATION_REFUSED,
      absl::StrCat("the samples of metric '", metric,
                   "' are totals of a counter: ", v1::Aggregation_Name(aggregation),
                   " of totals means nothing; SUM counts what was added, LAST is the total"),
      {{"metric", metric}, {"aggregation", v1::Aggregation_Name(aggregation)}});
}

absl::StatusOr<Groups> AddSeries(absl::Span<const CapturedSeries> all, v1::SampleKind kind,
                                 ReadAs as, const CapturedSamples& samples,
                                 const AggregationQuery& query) {
  Groups groups;
  const std::unique_ptr<Adder> adder = AdderFor(query.aggregation);
  const ChunkReader* chunks = samples.chunks.has_value() ? &*samples.chunks : nullptr;
  for (const CapturedSeries& series : all) {
    const auto [group, is_new] = groups.try_emplace(series.group);
    if (is_new) {
      OKAPI_RETURN_IF_ERROR(CheckSize(groups.size(), query));
      group->second.resize(query.interval_count());
    }
    adder->Begin(group->second);
    OKAPI_RETURN_IF_ERROR(adder->Scan(series, kind, as, chunks, query.bounds_us));
    adder->End();
  }
  return groups;
}

// A question about many series with chunks is worth a thread per processor; decoding is all work
// and no waiting.
size_t ThreadsFor(const CapturedMetric& metric, const CapturedSamples& samples) {
  constexpr size_t kSeriesPerThread = 64;
  constexpr size_t kThreadsMax = 4;
  if (!samples.chunks.has_value()) return 1;
  const size_t processors = std::max(std::thread::hardware_concurrency(), 1U);
  return std::clamp<size_t>(metric.series.size() / kSeriesPerThread, 1,
                            std::min(processors, kThreadsMax));
}

absl::StatusOr<Groups> AddMetric(const CapturedMetric& metric, const std::string& name,
                                 const CapturedSamples& samples, const AggregationQuery& query) {
  OKAPI_ASSIGN_OR_RETURN(const ReadAs as, ReadingOf(query.aggregation, metric.kind, name));
  const absl::Span<const CapturedSeries> all = metric.series;
  const size_t threads = ThreadsFor(metric, samples);
  const size_t share = all.size() / threads;
  std::vector<std::future<absl::StatusOr<Groups>>> others;
  for (size_t i = 1; i < threads; ++i) {
    const auto part = all.subspan(i * share, i + 1 == threads ? all.size() : share);
    others.push_back(std::async(std::launch::async, [=, &metric, &samples, &query] {
      return AddSeries(part, metric.kind, as, samples, query);
    }));
  }
  absl::StatusOr<Groups> groups =
      AddSeries(all.first(threads == 1 ? all.size() : share), metric.kind, as, samples, query);
  for (auto& other : others) {
    absl::StatusOr<Groups> part = other.get();
    if (!groups.ok()) continue;
    if (!part.ok()) {
      groups = part.status();
      continue;
    }
    for (const auto& [key, cells] : *part) {
      std::vector<Cell>& sum = groups->try_emplace(key, cells.size()).first->second;
      for (size_t i = 0; i < cells.size(); ++i) sum[i].Add(cells[i]);
    }
  }
  if (groups.ok()) OKAPI_RETURN_IF_ERROR(CheckSize(groups->size(), query));
  return groups;
}

std::optional<double> ValueOf(v1::Aggregation aggregation, const Cell& cell, const Cell* divisor) {
  if (cell.count == 0) return std::nullopt;
  double value = cell.sum.value();
  switch (aggregation) {
    case v1::AVERAGE:
      value /= static_cast<double>(cell.count);
      break;
    case v1::MIN:
      value = cell.min;
      break;
    case v1::MAX:
      value = cell.max;
      break;
    case v1::COUNT:
      value = static_cast<double>(cell.count);
      break;
    case v1::RATIO_OF_SUMS:
      if (divisor == nullptr || divisor->count == 0 || divisor->sum.value() == 0) {
        return std::nullopt;
      }
      value /= divisor->sum.value();
      break;
    default:
      break;
  }
  // Beyond what a double can say.
  if (!std::isfinite(value)) return std::nullopt;
  return value;
}

bool HasSamples(const std::vector<Cell>& cells, std::optional<size_t> gap) {
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].count > 0 && i != gap) return true;
  }
  return false;
}

GroupNumbers ToNumbers(const GroupKey& key, const std::vector<Cell>& cells,
                       const std::vector<Cell>* divisors, const AggregationQuery& query) {
  GroupNumbers group;
  for (size_t i = 0; i < query.group_by.size(); ++i) group.labels.emplace_back(key[i]);
  group.intervals.reserve(cells.size());
  for (size_t i = 0; i < cells.size(); ++i) {
    const Cell* divisor = divisors == nullptr ? nullptr : &(*divisors)[i];
    group.intervals.push_back(
        {ValueOf(query.aggregation, cells[i], divisor), cells[i].count, cells[i].last_us});
  }
  return group;
}

}  // namespace

std::vector<SampleSelection> AggregationQuery::Selections() const {
  std::vector<SampleSelection> selections = {{metric, matchers, group_by}};
  if (aggregation == v1::RATIO_OF_SUMS) {
    selections.push_back({denominator_metric, matchers, group_by});
  }
  return selections;
}

absl::Status CheckSize(size_t groups, const AggregationQuery& query) {
  if (groups > query.groups_max) return TooLarge("groups", query.groups_max);
  if (groups * query.interval_count() > query.numbers_max) {
    return TooLarge("numbers", query.numbers_max);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<GroupNumbers>> Aggregate(const CapturedSamples& samples,
                                                    const AggregationQuery& query, size_t first) {
  Groups groups;
  Groups divisors;
  if (query.interval_count() > 0) {
    OKAPI_ASSIGN_OR_RETURN(groups, AddMetric(samples.metrics[first], query.metric, samples, query));
    if (query.aggregation == v1::RATIO_OF_SUMS) {
      OKAPI_ASSIGN_OR_RETURN(divisors, AddMetric(samples.metrics[first + 1],
                                                 query.denominator_metric, samples, query));
      // A group may have a divisor only.
      for (const auto& [key, cells] : divisors) groups.try_emplace(key, cells.size());
    }
  }
  if (query.group_by.empty()) groups[{}].resize(query.interval_count());
  std::vector<GroupNumbers> result;
  for (const auto& [key, cells] : groups) {
    const auto found = divisors.find(key);
    const std::vector<Cell>* divisor = found == divisors.end() ? nullptr : &found->second;
    const bool empty =
        !HasSamples(cells, query.gap) && (divisor == nullptr || !HasSamples(*divisor, query.gap));
    if (empty && !query.group_by.empty()) continue;
    result.push_back(ToNumbers(key, cells, divisor, query));
  }
  return result;
}

}  // namespace okapi::metrics
