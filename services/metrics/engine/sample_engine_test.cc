#include "services/metrics/engine/sample_engine.h"

#include <gmock/gmock.h>

#include <atomic>
#include <map>
#include <random>
#include <thread>

#include "services/metrics/engine/aggregation.h"
#include "services/metrics/store/metrics_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_database.h"

namespace okapi::metrics {
namespace {

using okapi::testing::IsOk;

constexpr char kOrganization[] = "organizations/o";
constexpr int64_t kEnd = 100'000;

const char* NameOf(v1::SampleKind kind) {
  return kind == v1::GAUGE ? "gauge" : kind == v1::DELTA ? "delta" : "counter";
}

// The engine on a real journal beside what it must hold: every sample in the order it was written.
class SampleEngineTest : public ::testing::Test {
 protected:
  struct Written {
    int64_t time_us;
    double value;
  };
  using SeriesName = std::pair<v1::SampleKind, int>;

  void Open(SampleEngineOptions options) {
    options_ = options;
    auto engine = SampleEngine::Open(journal_.journal(), clock_, options);
    ASSERT_THAT(engine, IsOk());
    engine_ = *std::move(engine);
  }
  void Restart() {
    engine_.reset();
    journal_.Reopen();
    Open(options_);
  }

  void Write(v1::SampleKind kind, const std::vector<std::pair<int, Written>>& samples) {
    v1::SampleBatch batch;
    std::map<int, uint32_t> refs;
    for (const auto& [series, sample] : samples) {
      const auto [ref, is_new] = refs.try_emplace(series, static_cast<uint32_t>(refs.size()));
      if (is_new) {
        v1::SeriesDeclaration& declared = *batch.add_series();
        declared.set_metric(NameOf(kind));
        declared.set_kind(kind);
        (*declared.mutable_labels())["series"] = std::to_string(series);
      }
      batch.add_series_refs(ref->second);
      batch.add_times_us(sample.time_us);
      batch.add_values(sample.value);
      model_[{kind, series}].push_back(sample);
    }
    Intake intake;
    DeclaredSeriesList declared;
    auto checked = CheckBatch(batch, clock_.Now(), intake, declared);
    ASSERT_THAT(checked, IsOk());
    ASSERT_THAT(journal_.journal().Commit({},
                                          [&](journal::Transaction& transaction) {
                                            engine_->Append(transaction, kOrganization, *checked);
                                            return absl::OkStatus();
                                          }),
                IsOk());
    ASSERT_EQ(checked->rejected.count, 0) << checked->rejected.shown[0].message();
  }

  void Delete(v1::SampleKind kind, int64_t begin_us, int64_t end_us) {
    int64_t expected = 0;
    for (auto& [name, samples] : model_) {
      if (name.first != kind) continue;
      const auto before = Effective(name).size();
      std::erase_if(samples, [&](const Written& sample) {
        return sample.time_us >= begin_us && sample.time_us < end_us;
      });
      expected += static_cast<int64_t>(before - Effective(name).size());
    }
    SampleDeletion deletion;
    deletion.metric = NameOf(kind);
    deletion.begin_us = begin_us;
    deletion.end_us = end_us;
    const auto deleted = engine_->Delete(kOrganization, deletion);
    ASSERT_THAT(deleted, IsOk());
    EXPECT_EQ(*deleted, expected);
  }

  // What the samples of a series come to, in order of time; of those at one time only the last
  // written counts, unless they add up.
  std::vector<Written> Effective(const SeriesName& name) const {
    std::multimap<int64_t, double> sorted;
    for (const Written& sample : model_.at(name)) {
      if (name.first != v1::DELTA) sorted.erase(sample.time_us);
      sorted.emplace(sample.time_us, sample.value);
    }
    std::vector<Written> effective;
    for (const auto& [time, value] : sorted) effective.push_back({time, value});
    return effective;
  }

  struct Expected {
    int64_t count = 0;
    double sum = 0;
    double min = 0;
    double max = 0;
    double last = 0;
    int64_t last_us = 0;
  };
  // What one series comes to within [begin, end).
  Expected Expect(const SeriesName& name, int64_t begin_us, int64_t end_us) const {
    Expected expected;
    std::optional<double> before;
    for (const Written& sample : Effective(name)) {
      double value = sample.value;
      if (name.first == v1::CUMULATIVE) {
        value = before.has_value() ? CounterStep(*before, sample.value) : 0;
        before = sample.value;
      }
      if (sample.time_us < begin_us || sample.time_us >= end_us) continue;
      expected.sum += value;
      expected.min = expected.count == 0 ? value : std::min(expected.min, value);
      expected.max = expected.count == 0 ? value : std::max(expected.max, value);
      if (sample.time_us != expected.last_us || name.first != v1::DELTA) expected.last = 0;
      expected.last += sample.value;
      expected.last_us = sample.time_us;
      ++expected.count;
    }
    return expected;
  }

  void Compare(const std::vector<int64_t>& bounds) {
    for (const v1::SampleKind kind : {v1::GAUGE, v1::DELTA, v1::CUMULATIVE}) {
      for (const v1::Aggregation aggregation :
           {v1::SUM, v1::AVERAGE, v1::MIN, v1::MAX, v1::COUNT, v1::LAST}) {
        const bool total = aggregation == v1::SUM || aggregation == v1::LAST;
        if (kind != v1::CUMULATIVE || total) CompareKind(kind, aggregation, bounds);
      }
    }
  }

  void CompareKind(v1::SampleKind kind, v1::Aggregation aggregation,
                   const std::vector<int64_t>& bounds) {
    SCOPED_TRACE(v1::SampleKind_Name(kind) + " " + v1::Aggregation_Name(aggregation));
    AggregationQuery query;
    query.aggregation = aggregation;
    query.metric = NameOf(kind);
    query.group_by = {"series"};
    query.bounds_us = bounds;
    const auto captured =
        engine_->Capture(kOrganization, journal_.journal().revision(), query.Selections());
    ASSERT_THAT(captured, IsOk());
    const auto groups = Aggregate(*captured, query);
    ASSERT_THAT(groups, IsOk());
    std::map<std::string, const GroupNumbers*> by_label;
    for (const GroupNumbers& group : *groups) by_label[group.labels[0]] = &group;
    for (const auto& [name, samples] : model_) {
      if (name.first != kind) continue;
      const auto found = by_label.find(std::to_string(name.second));
      for (size_t i = 0; i + 1 < bounds.size(); ++i) {
        const Expected expected = Expect(name, bounds[i], bounds[i + 1]);
        const IntervalNumber number =
            found == by_label.end() ? IntervalNumber() : found->second->intervals[i];
        ASSERT_EQ(number.value.has_value(), expected.count > 0)
            << "series " << name.second << " from " << bounds[i] << " to " << bounds[i + 1];
        if (expected.count == 0) continue;
        EXPECT_DOUBLE_EQ(*number.value, ValueOf(aggregation, expected))
            << "series " << name.second << " from " << bounds[i] << " to " << bounds[i + 1];
        EXPECT_EQ(number.last_sample_us, expected.last_us);
        if (aggregation != v1::LAST) {
          EXPECT_EQ(number.sample_count, expected.count);
        }
      }
    }
  }

  static double ValueOf(v1::Aggregation aggregation, const Expected& expected) {
    switch (aggregation) {
      case v1::AVERAGE:
        return expected.sum / static_cast<double>(expected.count);
      case v1::MIN:
        return expected.min;
      case v1::MAX:
        return expected.max;
      case v1::COUNT:
        return static_cast<double>(expected.count);
      case v1::LAST:
        return expected.last;
      default:
        return expected.sum;
    }
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  okapi::testing::TempJournal journal_{Families(), clock_};
  SampleEngineOptions options_;
  std::unique_ptr<SampleEngine> engine_;
  std::map<SeriesName, std::vector<Written>> model_;
};

std::vector<int64_t> RandomBounds(std::mt19937& random) {
  std::vector<int64_t> bounds;
  for (size_t i = 0; i < 2 + random() % 6; ++i) {
    bounds.push_back(static_cast<int64_t>(random() % kEnd));
  }
  std::sort(bounds.begin(), bounds.end());
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  if (bounds.size() < 2) bounds = {0, kEnd};
  return bounds;
}

// Values whose sums are exact in any order, so that a difference is a fault and not rounding.
double RandomValue(std::mt19937& random) { return static_cast<double>(random() % 10'000) / 4; }

TEST_F(SampleEngineTest, AnyBatchesSealsAndRestartsGiveWhatAMapGives) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    engine_.reset();
    journal_.Reset();
    model_.clear();
    SampleEngineOptions options;
    // Some seeds seal by themselves all the time, some only when asked.
    options.seal_min = seed % 2 == 0 ? 500 : 1'000'000;
    options.seal_per_series = 1;
    options.seal_at_close = seed % 3 == 0 ? 0 : 1'000'000;
    Open(options);
    const int series = 1 + static_cast<int>(random() % 4);
    for (int step = 0; step < 60; ++step) {
      const auto kind = static_cast<v1::SampleKind>(1 + random() % 3);
      // Mostly in order of time, sometimes anywhere, sometimes all at one time.
      const int64_t begin =
          random() % 4 == 0 ? static_cast<int64_t>(random() % kEnd) : step * (kEnd / 60);
      const int64_t pace = random() % 5 == 0 ? 0 : 1 + static_cast<int64_t>(random() % 8);
      std::vector<std::pair<int, Written>> samples;
      for (size_t i = 0; i < random() % 3000; ++i) {
        const int64_t time = (begin + static_cast<int64_t>(i) * pace) % kEnd;
        samples.push_back({static_cast<int>(random() % static_cast<unsigned>(series)),
                           {time, RandomValue(random)}});
      }
      if (!samples.empty()) Write(kind, samples);
      if (random() % 12 == 0) {
        ASSERT_THAT(engine_->Seal(kOrganization), IsOk());
      }
      if (random() % 20 == 0) Restart();
      if (random() % 20 == 0) {
        const auto from = static_cast<int64_t>(random() % kEnd);
        Delete(kind, from, from + static_cast<int64_t>(random() % 20'000));
      }
      if (random() % 6 == 0) Compare(RandomBounds(random));
      if (HasFailure()) return;
    }
    Compare({0, kEnd});
    Restart();
    Compare({0, kEnd});
    // Long intervals, of which the newest sample lies at the very end, or far before it.
    constexpr int64_t kDays = 5 * 24 * 3600 * int64_t{1'000'000};
    Compare({-kDays, kEnd / 2, kEnd / 2 + kDays});
    if (HasFailure()) return;
  }
}

TEST_F(SampleEngineTest, ReadersSeeEveryWriteWholeAndOnceWhileHeadsAreSealed) {
  SampleEngineOptions options;
  options.seal_min = 50;
  options.seal_per_series = 1;
  Open(options);
  constexpr int kSeries = 10;
  std::atomic<int64_t> acknowledged{0};
  std::atomic<bool> stop{false};
  std::thread reader([&] {
    AggregationQuery query;
    query.aggregation = v1::SUM;
    query.metric = "delta";
    query.bounds_us = {0, kEnd};
    while (!stop) {
      const int64_t least = acknowledged * kSeries;
      const auto captured =
          engine_->Capture(kOrganization, journal_.journal().revision(), query.Selections());
      ASSERT_THAT(captured, IsOk());
      const auto groups = Aggregate(*captured, query);
      ASSERT_THAT(groups, IsOk());
      const auto sum = static_cast<int64_t>((*groups)[0].intervals[0].value.value_or(0));
      ASSERT_GE(sum, least);
      ASSERT_EQ(sum % kSeries, 0) << "half a write";
    }
  });
  for (int i = 0; i < 400 && !HasFailure(); ++i) {
    std::vector<std::pair<int, Written>> samples;
    for (int series = 0; series < kSeries; ++series) samples.push_back({series, {i % 97, 1}});
    Write(v1::DELTA, samples);
    ++acknowledged;
  }
  stop = true;
  reader.join();
  Compare({0, kEnd});
}

TEST_F(SampleEngineTest, ASealLeavesNoBatchBehind) {
  Open({});
  for (int i = 0; i < 5; ++i) Write(v1::GAUGE, {{0, {i, 1}}, {1, {i, 2}}});
  ASSERT_THAT(engine_->Seal(kOrganization), IsOk());
  int batches = 0;
  const auto view = journal_.journal().Read();
  ASSERT_THAT(view, IsOk());
  ASSERT_THAT(view->reader->Scan(kBatches, {},
                                 [&batches](absl::string_view, absl::string_view) {
                                   ++batches;
                                   return true;
                                 }),
              IsOk());
  EXPECT_EQ(batches, 0);
  Compare({0, 3, 10});
}

TEST_F(SampleEngineTest, SmallChunksBecomeOne) {
  Open({});
  for (int i = 0; i < 20; ++i) {
    Write(v1::GAUGE, {{0, {i * 10, 1}}});
    ASSERT_THAT(engine_->Seal(kOrganization), IsOk());
  }
  const auto view = journal_.journal().Read();
  ASSERT_THAT(view, IsOk());
  const auto chunks = ChunkReader::Create(*view->reader, kOrganization);
  ASSERT_THAT(chunks, IsOk());
  const auto found = chunks->Find(0, 0, kEnd, false);
  ASSERT_THAT(found, IsOk());
  EXPECT_LT(found->size(), 2 * kSmallRun);
  Compare({0, 55, kEnd});
}

TEST_F(SampleEngineTest, OldChunksAreDroppedWhole) {
  Open({});
  Write(v1::GAUGE, {{0, {10, 1}}, {0, {20, 2}}});
  ASSERT_THAT(engine_->Seal(kOrganization), IsOk());
  Write(v1::GAUGE, {{0, {30, 4}}, {0, {50, 8}}});
  ASSERT_THAT(engine_->Seal(kOrganization), IsOk());
  const auto dropped = engine_->Drop(kOrganization, "gauge", 40);
  ASSERT_THAT(dropped, IsOk());
  EXPECT_EQ(*dropped, 2);
  std::erase_if(model_[{v1::GAUGE, 0}], [](const Written& sample) { return sample.time_us < 25; });
  Compare({0, kEnd});
}

TEST_F(SampleEngineTest, WithoutRoomItIsSaidWhenThereIs) {
  SampleEngineOptions options;
  options.unsealed_max = 100;
  Open(options);
  EXPECT_TRUE(engine_->HasRoom());
  bool told = false;
  engine_->WhenRoom([&told] { told = true; });
  EXPECT_TRUE(told);
  std::vector<std::pair<int, Written>> samples;
  for (int i = 0; i < 200; ++i) samples.push_back({0, {i, 1}});
  Write(v1::DELTA, samples);
  ASSERT_THAT(engine_->Seal(kOrganization), IsOk());
  EXPECT_TRUE(engine_->HasRoom());
}

}  // namespace
}  // namespace okapi::metrics
