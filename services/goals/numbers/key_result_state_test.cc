#include "services/goals/numbers/key_result_state.h"

#include <gmock/gmock.h>

#include "tests/support/text_proto.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::CheckIn;
using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KpiSource;
using okapi::storage::v1::KeyResultStateRecord;
using okapi::testing::FromText;

KeyResult Shown(const KeyResultStateRecord& state, const std::string& key_result) {
  KeyResult shown = FromText<KeyResult>(key_result);
  ShowState(state, shown);
  return shown;
}

TEST(KeyResultStateTest, TheLatestValueTimeHoldsAndOfEqualOnesTheLaterReport) {
  KeyResultStateRecord state;
  EXPECT_FALSE(Shown(state, "").has_current_value());
  TakeCheckIn(FromText<CheckIn>("value: 1 value_time { seconds: 100 }"), state);
  TakeCheckIn(FromText<CheckIn>("value: 2 value_time { seconds: 50 }"), state);
  EXPECT_EQ(Shown(state, "").current_value(), 1);
  TakeCheckIn(FromText<CheckIn>("value: 3 value_time { seconds: 100 }"), state);
  EXPECT_EQ(Shown(state, "").current_value(), 3);
  EXPECT_EQ(Shown(state, "").current_value_time().seconds(), 100);
}

TEST(KeyResultStateTest, TheNewestConfidenceStays) {
  KeyResultStateRecord state;
  TakeCheckIn(FromText<CheckIn>("confidence: 0.8"), state);
  TakeCheckIn(FromText<CheckIn>("comment: 'only words'"), state);
  EXPECT_EQ(Shown(state, "").confidence(), 0.8);
  TakeCheckIn(FromText<CheckIn>("confidence: 0"), state);
  EXPECT_TRUE(Shown(state, "").has_confidence());
  EXPECT_EQ(Shown(state, "").confidence(), 0);
}

TEST(KeyResultStateTest, AStepCountsOnItsScaleAndANumberOffIt) {
  const std::string scale =
      "scale { steps { step_id: 'manual' share: 0 } steps { step_id: 'assisted' share: 0.25 } "
      "steps { step_id: 'automatic' share: 1 } }";
  KeyResultStateRecord state;
  TakeCheckIn(FromText<CheckIn>("value: 0.5 reached_step: 'assisted' value_time { seconds: 9 }"),
              state);
  const KeyResult shown = Shown(state, scale);
  EXPECT_EQ(shown.current_value(), 0.25);
  EXPECT_EQ(shown.current_value_time().seconds(), 9);
  EXPECT_FALSE(shown.scale().steps(0).reached());
  EXPECT_TRUE(shown.scale().steps(1).reached());
  // Where it stands by other words, nobody knows.
  const KeyResult gone = Shown(state, "scale { steps { step_id: 'a' } steps { step_id: 'b' } }");
  EXPECT_FALSE(gone.has_current_value());
  EXPECT_FALSE(gone.has_current_value_time());
  EXPECT_FALSE(Shown(state, "from_to { target: 4 }").has_current_value());
  EXPECT_FALSE(Shown(state, "find_baseline {}").has_current_value());
  TakeCheckIn(FromText<CheckIn>("value: 3 value_time { seconds: 10 }"), state);
  EXPECT_FALSE(Shown(state, scale).has_current_value());
  EXPECT_EQ(Shown(state, "find_baseline {}").current_value(), 3);
  TakeAllCheckIns({}, state);
  EXPECT_FALSE(Shown(state, scale).has_current_value());
}

constexpr char kSource[] = "kpi_source { kpi: 'k' filter { key: 'a' value: 'b' } }";

std::string HashOf(const std::string& key_result) {
  return SourceHash(FromText<KeyResult>(key_result).kpi_source());
}

TEST(KeyResultStateTest, AReadingCountsForItsOwnSourceOnly) {
  KeyResultStateRecord state;
  EXPECT_TRUE(Shown(state, kSource).kpi_link().stale());  // Not heard yet.
  TakeReading(HashOf(kSource), {5, absl::FromUnixSeconds(10), ""}, absl::FromUnixSeconds(11),
              *state.mutable_kpi());
  EXPECT_EQ(Shown(state, kSource).current_value(), 5);
  EXPECT_FALSE(Shown(state, kSource).kpi_link().stale());
  const KeyResult other = Shown(state, "kpi_source { kpi: 'k' }");
  EXPECT_FALSE(other.has_current_value());
  EXPECT_TRUE(other.kpi_link().stale());
  EXPECT_FALSE(Shown(state, "").has_current_value());
}

TEST(KeyResultStateTest, AProblemKeepsTheValueAndTheTimeSinceWhen) {
  KeyResultStateRecord state;
  const std::string hash = HashOf(kSource);
  TakeReading(hash, {5, absl::FromUnixSeconds(10), ""}, absl::FromUnixSeconds(11),
              *state.mutable_kpi());
  TakeReading(hash, {std::nullopt, absl::Time(), "away"}, absl::FromUnixSeconds(20),
              *state.mutable_kpi());
  TakeReading(hash, {std::nullopt, absl::Time(), "still away"}, absl::FromUnixSeconds(30),
              *state.mutable_kpi());
  const KeyResult stale = Shown(state, kSource);
  EXPECT_EQ(stale.current_value(), 5);
  EXPECT_TRUE(stale.kpi_link().stale());
  EXPECT_EQ(stale.kpi_link().stale_since().seconds(), 20);
  EXPECT_EQ(stale.kpi_link().problem(), "still away");
  TakeReading(hash, {std::nullopt, absl::Time(), ""}, absl::FromUnixSeconds(40),
              *state.mutable_kpi());
  EXPECT_FALSE(Shown(state, kSource).has_current_value());  // The KPI lost its samples.
  EXPECT_FALSE(Shown(state, kSource).kpi_link().stale());
}

}  // namespace
}  // namespace okapi::goals
