#include "services/metrics/intake/stream_position.h"

#include <gmock/gmock.h>

#include "tests/support/status_matchers.h"
#include "tests/support/temp_database.h"

namespace okapi::metrics {
namespace {

using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using ::testing::ElementsAre;

// Streams and the engine on a real journal, without a server.
class StreamPositionTest : public ::testing::Test {
 protected:
  StreamPositionTest() { Open(); }
  void Open() {
    auto engine = SampleEngine::Open(journal_.journal(), clock_);
    ASSERT_THAT(engine, IsOk());
    engine_ = *std::move(engine);
  }
  void Restart() {
    engine_.reset();
    journal_.Reopen();
    Open();
  }

  // Sends a batch with one sample on a stream that was just opened: true if it was counted.
  absl::StatusOr<bool> Send(int64_t sequence, double value, v1::SampleKind kind = v1::DELTA) {
    v1::SampleBatch batch;
    batch.set_sequence(sequence);
    batch.add_series()->set_metric("m");
    batch.mutable_series(0)->set_kind(kind);
    batch.add_series_refs(0);
    batch.add_times_us(sequence);
    batch.add_values(value);
    Intake intake;
    DeclaredSeriesList declared;
    auto checked = CheckBatch(batch, clock_.Now(), intake, declared);
    EXPECT_THAT(checked, IsOk());
    bool counted = false;
    const auto written = journal_.journal().Commit({}, [&](journal::Transaction& transaction) {
      auto appended = AppendNext(transaction, *engine_, key_, *checked);
      if (appended.ok()) counted = *appended;
      return appended.status();
    });
    if (!written.ok()) return written.status();
    rejected_ = checked->rejected.count;
    return counted;
  }
  int64_t Last() {
    const auto view = journal_.journal().Read();
    EXPECT_THAT(view, IsOk());
    const auto last = LastSequence(*view->reader, key_);
    EXPECT_THAT(last, IsOk());
    return last.value_or(-1);
  }
  std::vector<double> Values() {
    std::vector<double> values;
    const SampleSelection all{"m", {}, {}};
    const auto captured = engine_->Capture(key_.organization, journal_.journal().revision(), {all});
    EXPECT_THAT(captured, IsOk());
    for (const CapturedSeries& series : captured->metrics[0].series) {
      for (const Sample& sample : series.head.samples()) values.push_back(sample.value);
    }
    return values;
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1'700'000'000)};
  okapi::testing::TempJournal journal_{Families(), clock_};
  std::unique_ptr<SampleEngine> engine_;
  StreamKey key_{"organizations/o", "till 7"};
  int64_t rejected_ = 0;
};

TEST_F(StreamPositionTest, ABatchCountsOnceAlsoAfterARestart) {
  EXPECT_EQ(Last(), 0);
  EXPECT_EQ(*Send(1, 10), true);
  EXPECT_EQ(*Send(2, 20), true);
  EXPECT_EQ(*Send(2, 20), false);
  Restart();
  EXPECT_EQ(Last(), 2);
  EXPECT_EQ(*Send(1, 10), false);
  EXPECT_EQ(*Send(2, 20), false);
  EXPECT_EQ(*Send(3, 30), true);
  EXPECT_THAT(Values(), ElementsAre(10, 20, 30));
  Restart();
  EXPECT_THAT(Values(), ElementsAre(10, 20, 30));
}

TEST_F(StreamPositionTest, AGapChangesNothing) {
  EXPECT_EQ(*Send(1, 10), true);
  EXPECT_THAT(Send(3, 30), ReasonIs(status::ErrorReason::BATCH_OUT_OF_ORDER));
  EXPECT_EQ(Last(), 1);
  EXPECT_EQ(*Send(2, 20), true);
  EXPECT_THAT(Values(), ElementsAre(10, 20));
}

TEST_F(StreamPositionTest, StreamsAndOrganizationsAreApart) {
  EXPECT_EQ(*Send(1, 10), true);
  key_.stream_id = "till 8";
  EXPECT_EQ(Last(), 0);
  EXPECT_EQ(*Send(1, 11), true);
  EXPECT_THAT(Values(), ElementsAre(10, 11));  // One series, two senders.
  key_.organization = "organizations/p";
  EXPECT_EQ(Last(), 0);
  EXPECT_THAT(Values(), ElementsAre());
}

TEST_F(StreamPositionTest, AMetricKeepsTheKindOfItsFirstSample) {
  EXPECT_EQ(*Send(1, 10), true);
  Restart();
  EXPECT_EQ(*Send(2, 20, v1::GAUGE), true);  // The batch is taken, its sample is not.
  EXPECT_EQ(rejected_, 1);
  EXPECT_EQ(Last(), 2);
  EXPECT_THAT(Values(), ElementsAre(10));
}

}  // namespace
}  // namespace okapi::metrics
