#include "services/metrics/batches/sample_batch.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "tests/support/status_matchers.h"

namespace okapi::metrics {
namespace {

using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using v1::SampleRejection;

class SampleBatchTest : public ::testing::Test {
 protected:
  SampleBatchTest() { batch_.set_sequence(7); }

  void Declare(const std::string& metric, v1::SampleKind kind) {
    v1::SeriesDeclaration& series = *batch_.add_series();
    series.set_metric(metric);
    series.set_kind(kind);
  }
  void Add(uint32_t ref, int64_t time_us, double value) {
    batch_.add_series_refs(ref);
    batch_.add_times_us(time_us);
    batch_.add_values(value);
  }
  CheckedBatch Check() {
    auto checked = CheckBatch(batch_, now_, intake_, declared_);
    EXPECT_THAT(checked, IsOk());
    return checked.ok() ? *std::move(checked) : CheckedBatch();
  }

  const absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  const int64_t now_us_ = absl::ToUnixMicros(now_);
  v1::SampleBatch batch_;
  Intake intake_;
  DeclaredSeriesList declared_;
};

TEST_F(SampleBatchTest, WhatIsWrongWithASampleIsSaidAndTheRestIsTaken) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  Declare("m", v1::GAUGE);
  Declare("", v1::GAUGE);
  Add(0, now_us_, 1);
  Add(0, now_us_, std::nan(""));
  Add(0, now_us_, -kInfinity);
  Add(0, now_us_ + 5 * 60'000'000, 2);  // Five minutes ahead are allowed.
  Add(0, now_us_ + 5 * 60'000'000 + 1, 3);
  Add(0, 0, 4);
  Add(0, -1, 5);
  Add(2, now_us_, 6);
  Add(1, now_us_, 7);
  const CheckedBatch checked = Check();
  EXPECT_THAT(checked.indexes, ElementsAre(0, 3, 5));
  EXPECT_THAT(checked.samples.values, ElementsAre(1, 2, 4));
  EXPECT_EQ(checked.rejected.count, 6);
  std::vector<std::pair<int32_t, SampleRejection::Reason>> reasons;
  for (const SampleRejection& rejection : checked.rejected.shown) {
    EXPECT_EQ(rejection.sequence(), 7);
    EXPECT_FALSE(rejection.message().empty());
    reasons.emplace_back(rejection.index(), rejection.reason());
  }
  EXPECT_THAT(reasons, ElementsAre(std::pair(1, SampleRejection::NOT_FINITE),
                                   std::pair(2, SampleRejection::NOT_FINITE),
                                   std::pair(4, SampleRejection::TIME_IN_FUTURE),
                                   std::pair(6, SampleRejection::TIME_TOO_OLD),
                                   std::pair(7, SampleRejection::UNKNOWN_SERIES),
                                   std::pair(8, SampleRejection::INVALID_SERIES)));
}

TEST_F(SampleBatchTest, NumbersGoOnFromBatchToBatch) {
  Declare("", v1::GAUGE);  // A refused one takes its number too.
  Declare("a", v1::GAUGE);
  Check();
  batch_.clear_series();
  Declare("b", v1::GAUGE);
  Add(1, now_us_, 1);
  Add(2, now_us_, 2);
  Add(1, now_us_, 3);
  const CheckedBatch checked = Check();
  ASSERT_EQ(checked.undecided.size(), 2);
  EXPECT_EQ(checked.undecided[0]->identity.metric, "a");
  EXPECT_EQ(checked.undecided[1]->identity.metric, "b");
  EXPECT_THAT(checked.samples.series, ElementsAre(kUndecidedBit, kUndecidedBit | 1, kUndecidedBit));
  EXPECT_TRUE(checked.record.empty());
}

TEST_F(SampleBatchTest, DecidedSeriesNeedNothingFromTheLane) {
  Declare("a", v1::GAUGE);
  Declare("b", v1::GAUGE);
  Add(0, now_us_, 1);
  Add(1, now_us_, 2);
  for (const auto& series : Check().undecided) {
    series->Settle(series->identity.metric == "a" ? 42 : DeclaredSeries::kKindMismatch);
  }
  batch_.clear_series();
  const CheckedBatch checked = Check();
  EXPECT_THAT(checked.undecided, ElementsAre());
  EXPECT_THAT(checked.samples.series, ElementsAre(42));
  EXPECT_FALSE(checked.record.empty());
  ASSERT_EQ(checked.rejected.shown.size(), 1);
  EXPECT_EQ(checked.rejected.shown[0].reason(), SampleRejection::KIND_MISMATCH);
  EXPECT_THAT(checked.rejected.shown[0].message(), HasSubstr("another kind than GAUGE"));
}

TEST_F(SampleBatchTest, ColumnsOfDifferentLengthAreRefusedAsAWhole) {
  Declare("m", v1::GAUGE);
  Add(0, now_us_, 1);
  batch_.add_values(2);
  const auto checked = CheckBatch(batch_, now_, intake_, declared_);
  EXPECT_THAT(checked, ReasonIs(status::ErrorReason::INVALID_FIELD));
  EXPECT_THAT(checked.status().message(), HasSubstr("batch.values"));
}

TEST_F(SampleBatchTest, ABatchThatIsTooLargeIsRefused) {
  Declare("m", v1::GAUGE);
  for (int i = 0; i < kBatchSamplesMax; ++i) Add(0, now_us_, 1);
  EXPECT_EQ(Check().accepted_count(), kBatchSamplesMax);
  Add(0, now_us_, 1);
  EXPECT_THAT(CheckBatch(batch_, now_, intake_, declared_),
              ReasonIs(status::ErrorReason::LIMIT_EXCEEDED));
}

TEST_F(SampleBatchTest, OfManyRejectionsTheFirstAreShown) {
  for (int i = 0; i < kRejectionsShownMax + 20; ++i) Add(9, now_us_, 1);
  Rejected rejected = Check().rejected;
  EXPECT_EQ(rejected.count, kRejectionsShownMax + 20);
  EXPECT_EQ(rejected.shown.size(), kRejectionsShownMax);
  Rejected found_later;
  found_later.Add(7, -1, SampleRejection::KIND_MISMATCH, "before all of them");
  rejected.Merge(std::move(found_later));
  EXPECT_EQ(rejected.count, kRejectionsShownMax + 21);
  EXPECT_EQ(rejected.shown.size(), kRejectionsShownMax);
  EXPECT_EQ(rejected.shown.front().reason(), SampleRejection::KIND_MISMATCH);
}

TEST(SampleColumnsTest, ComeBackAsTheyWere) {
  const SampleColumns columns{{3, 0, 3}, {5, 1, 1'700'000'000'000'000}, {0.1, -0.0, 1e300}};
  const auto decoded = DecodeColumns(EncodeColumns(columns));
  ASSERT_THAT(decoded, IsOk());
  EXPECT_EQ(decoded->series, columns.series);
  EXPECT_EQ(decoded->times_us, columns.times_us);
  EXPECT_EQ(decoded->values, columns.values);
  EXPECT_THAT(DecodeColumns("\xff\xff"), ReasonIs(status::ErrorReason::STORAGE_CORRUPT));
}

TEST_F(SampleBatchTest, OnlySoManyASecondAveragedOverAMinute) {
  IntakeLimits limits;
  limits.samples_per_second_max = 1;
  intake_.Set(limits);
  Declare("m", v1::GAUGE);
  Declare("late", v1::GAUGE);
  Add(0, now_us_, std::nan(""));  // What is not taken for another reason does not count.
  for (int i = 0; i < 60; ++i) Add(0, now_us_ + i, i);
  Add(1, now_us_, 7);
  CheckedBatch checked = Check();
  EXPECT_EQ(checked.accepted_count(), 60);
  ASSERT_EQ(checked.rejected.count, 2);
  EXPECT_EQ(checked.rejected.shown[1].reason(), v1::SampleRejection::TOO_FAST);
  EXPECT_EQ(checked.rejected.shown[1].index(), 61);
  EXPECT_EQ(checked.undecided.size(), 1);  // "late" does not come into being.
  // Two seconds later there is room for two.
  EXPECT_EQ(intake_.Take(now_ + absl::Seconds(2), 10), 2);
  EXPECT_EQ(intake_.Take(now_ + absl::Seconds(1), 10), 0);
  EXPECT_EQ(intake_.Take(now_ + absl::Hours(2), 100), 60);
}

TEST_F(SampleBatchTest, TheOrganizationsOwnLimitsHold) {
  v1::IntakeLimits settings;
  settings.set_labels_per_series_max(1);
  settings.set_label_value_bytes_max(2);
  settings.mutable_clock_skew_max()->set_seconds(0);
  settings.set_series_max(9);
  intake_.Set(IntakeLimits::From(settings));
  Declare("ok", v1::GAUGE);
  (*batch_.mutable_series(0)->mutable_labels())["a"] = "12";
  Declare("many", v1::GAUGE);
  (*batch_.mutable_series(1)->mutable_labels())["a"] = "1";
  (*batch_.mutable_series(1)->mutable_labels())["b"] = "1";
  Declare("long", v1::GAUGE);
  (*batch_.mutable_series(2)->mutable_labels())["a"] = "123";
  for (uint32_t ref = 0; ref < 3; ++ref) Add(ref, now_us_, 1);
  Add(0, now_us_ + 1, 1);
  const CheckedBatch checked = Check();
  EXPECT_THAT(checked.indexes, ElementsAre(0));
  ASSERT_EQ(checked.rejected.shown.size(), 3);
  EXPECT_EQ(checked.rejected.shown[0].message(), "there are more than 1 labels");
  EXPECT_EQ(checked.rejected.shown[1].message(), "the value of label 'a' is longer than 2 bytes");
  EXPECT_EQ(checked.rejected.shown[2].message(), "the time is more than 0 in the future");
  EXPECT_EQ(checked.series_max, 9);
}

}  // namespace
}  // namespace okapi::metrics
