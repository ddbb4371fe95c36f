#include "services/goals/numbers/combining.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/goals/numbers/key_result_state.h"
#include "tests/support/text_proto.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KeyResultSource;
using okapi::storage::v1::CombinedValueRecord;
using okapi::testing::FromText;

KeyResult Valued(const std::string& value_and_time) {
  return FromText<KeyResult>("key_result_source { } " + value_and_time);
}
const KeyResult kNorth = Valued("current_value: 120 current_value_time { seconds: 30 }");
const KeyResult kSouth = Valued("current_value: 80 current_value_time { seconds: 40 }");
const KeyResult kWest = Valued("current_value: 40 current_value_time { seconds: 40 }");
const KeyResult kSilent;

CombinedValueRecord Combined(KeyResultSource::Combination how,
                             const std::vector<KeyResult>& parts) {
  KeyResultSource source;
  source.set_combination(how);
  return Combine(source, parts);
}

TEST(CombiningTest, EveryWayOfPuttingValuesTogether) {
  const std::vector<KeyResult> parts = {kNorth, kSilent, kSouth, kWest};
  EXPECT_EQ(Combined(KeyResultSource::COMBINATION_UNSPECIFIED, parts).value(), 240);
  EXPECT_EQ(Combined(KeyResultSource::SUM, parts).value(), 240);
  EXPECT_EQ(Combined(KeyResultSource::MEAN, parts).value(), 80);
  EXPECT_EQ(Combined(KeyResultSource::MIN, parts).value(), 40);
  EXPECT_EQ(Combined(KeyResultSource::MAX, parts).value(), 120);
  // Of two that were measured at the same time, the first in the list.
  EXPECT_EQ(Combined(KeyResultSource::LATEST, parts).value(), 80);
  EXPECT_EQ(Combined(KeyResultSource::LATEST, {kWest, kSouth, kNorth}).value(), 40);
  for (const auto how : {KeyResultSource::SUM, KeyResultSource::MIN, KeyResultSource::LATEST}) {
    EXPECT_EQ(Combined(how, parts).value_time().seconds(), 40);
    EXPECT_EQ(Combined(how, parts).missing(), 1);
  }
}

TEST(CombiningTest, MissingIsNeverZero) {
  const CombinedValueRecord none = Combined(KeyResultSource::SUM, {kSilent, kSilent});
  EXPECT_FALSE(none.has_value());
  EXPECT_FALSE(none.has_value_time());
  EXPECT_FALSE(none.has_stale_since());
  EXPECT_EQ(none.missing(), 2);
  // The smallest of what is known, and not of what is not.
  EXPECT_EQ(Combined(KeyResultSource::MIN, {kSilent, kSouth}).value(), 80);
}

TEST(CombiningTest, AHundredAmountsWithCentsAddUpInAnyOrder) {
  std::vector<KeyResult> parts;
  for (int i = 0; i < 50; ++i) {
    parts.push_back(Valued("current_value: 0.1"));
    parts.push_back(Valued("current_value: 1e15"));
  }
  const double sum = Combined(KeyResultSource::SUM, parts).value();
  std::reverse(parts.begin(), parts.end());
  EXPECT_EQ(Combined(KeyResultSource::SUM, parts).value(), sum);
  EXPECT_EQ(sum, 50e15 + 5);
}

TEST(CombiningTest, ItIsStaleOnceAllThatHaveAValueAre) {
  const KeyResult old = Valued(
      "current_value: 1 current_value_time { seconds: 30 } "
      "kpi_link { stale: true stale_since { seconds: 50 } }");
  const KeyResult older = Valued(
      "current_value: 2 current_value_time { seconds: 20 } "
      "kpi_link { stale: true stale_since { seconds: 45 } }");
  const KeyResult never_heard = Valued("kpi_link { stale: true stale_since { seconds: 60 } }");
  const CombinedValueRecord partly = Combined(KeyResultSource::SUM, {old, kNorth, never_heard});
  EXPECT_EQ(partly.stale(), 1);
  EXPECT_EQ(partly.missing(), 1);
  EXPECT_FALSE(partly.has_stale_since());
  const CombinedValueRecord wholly = Combined(KeyResultSource::SUM, {old, older, never_heard});
  EXPECT_EQ(wholly.stale(), 2);
  EXPECT_EQ(wholly.stale_since().seconds(), 50);
}

DatedValue On(int day, double value, int hour = 12) {
  return {absl::FromCivil(absl::CivilHour(2025, 2, day, hour), absl::UTCTimeZone()), value};
}
std::vector<std::string> Texts(const std::vector<DatedValue>& values) {
  std::vector<std::string> texts;
  for (const DatedValue& it : values) {
    texts.push_back(
        absl::StrCat(absl::FormatTime("%d/%H ", it.time, absl::UTCTimeZone()), it.value));
  }
  return texts;
}

TEST(CombiningTest, HistoriesComeTogetherDayByDay) {
  const std::vector<std::vector<DatedValue>> histories = {
      {On(3, 10), On(5, 7, 8), On(5, 30, 9), On(9, 40)}, {}, {On(4, 1), On(5, 2, 23)}};
  const std::vector<absl::Span<const DatedValue>> parts(histories.begin(), histories.end());
  const absl::CivilDay first(2025, 2, 1);
  const absl::TimeZone utc = absl::UTCTimeZone();
  const std::vector<std::pair<KeyResultSource::Combination, std::vector<std::string>>> ways = {
      {KeyResultSource::SUM, {"03/12 10", "04/12 11", "05/23 32", "09/12 42"}},
      {KeyResultSource::MEAN, {"03/12 10", "04/12 5.5", "05/23 16", "09/12 21"}},
      {KeyResultSource::MIN, {"03/12 10", "04/12 1", "05/23 2", "09/12 2"}},
      {KeyResultSource::MAX, {"03/12 10", "04/12 10", "05/23 30", "09/12 40"}},
      {KeyResultSource::LATEST, {"03/12 10", "04/12 1", "05/23 2", "09/12 40"}}};
  for (const auto& [how, days] : ways) {
    SCOPED_TRACE(KeyResultSource::Combination_Name(how));
    EXPECT_EQ(Texts(CombineHistories(how, parts, first, utc)), days);
  }
  // What was there before the first day counts on it.
  EXPECT_THAT(Texts(CombineHistories(KeyResultSource::SUM, parts, absl::CivilDay(2025, 2, 5), utc)),
              ::testing::ElementsAre("05/23 32", "09/12 42"));
  EXPECT_THAT(CombineHistories(KeyResultSource::SUM, {}, first, utc), ::testing::IsEmpty());
}

TEST(CombiningTest, WhatAnotherSourceCameToCountsForNothing) {
  KeyResult key_result = FromText<KeyResult>(
      "key_result_source { key_results: 'a' key_results: 'b' combination: SUM }");
  okapi::storage::v1::KeyResultStateRecord state;
  state.set_check_in_value(7);  // Of the time when it was people's.
  *state.mutable_combined() = Combine(key_result.key_result_source(), {kNorth, kSilent});
  KeyResult shown = key_result;
  ShowState(state, shown);
  EXPECT_EQ(shown.current_value(), 120);
  EXPECT_EQ(shown.key_result_source().missing(), 1);
  // What is told does not make it another source.
  EXPECT_EQ(SourceHash(shown.key_result_source()), SourceHash(key_result.key_result_source()));
  // Nor does it that the default is said.
  shown.mutable_key_result_source()->clear_combination();
  EXPECT_EQ(SourceHash(shown.key_result_source()), SourceHash(key_result.key_result_source()));
  key_result.mutable_key_result_source()->set_combination(KeyResultSource::MIN);
  ShowState(state, key_result);
  EXPECT_FALSE(key_result.has_current_value());
  EXPECT_EQ(key_result.key_result_source().missing(), 2);
}

}  // namespace
}  // namespace okapi::goals
