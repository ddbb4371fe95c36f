#include "services/goals/numbers/combining.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "services/goals/numbers/key_result_state.h"
#include "tests/support/text_proto.h"

namespace okapi::goals {
namespace {

using okapi::goals::v1::KeyResult;
using okapi::goals::v1::KeyResultSource;
using okapi::storage::v1::CombinedValueRecord;
using okapi::testing::FromText;

KeyResult Part(const std::string& value_and_time) {
  return FromText<KeyResult>("key_result_source { } " + value_and_time);
}
const KeyResult kNorth = Part("current_value: 120 current_value_time { seconds: 30 }");
const KeyResult kSouth = Part("current_value: 80 current_value_time { seconds: 40 }");
const KeyResult kWest = Part("current_value: 40 current_value_time { seconds: 40 }");
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
    parts.push_back(Part("current_value: 0.1"));
    parts.push_back(Part("current_value: 1e15"));
  }
  const double sum = Combined(KeyResultSource::SUM, parts).value();
  std::reverse(parts.begin(), parts.end());
  EXPECT_EQ(Combined(KeyResultSource::SUM, parts).value(), sum);
  EXPECT_EQ(sum, 50e15 + 5);
}

TEST(CombiningTest, ItIsStaleOnceAllThatHaveAValueAre) {
  const KeyResult old = Part(
      "current_value: 1 current_value_time { seconds: 30 } "
      "kpi_link { stale: true stale_since { seconds: 50 } }");
  const KeyResult older = Part(
      "current_value: 2 current_value_time { seconds: 20 } "
      "kpi_link { stale: true stale_since { seconds: 45 } }");
  const KeyResult never_heard = Part("kpi_link { stale: true stale_since { seconds: 60 } }");
  const CombinedValueRecord partly = Combined(KeyResultSource::SUM, {old, kNorth, never_heard});
  EXPECT_EQ(partly.stale(), 1);
  EXPECT_EQ(partly.missing(), 1);
  EXPECT_FALSE(partly.has_stale_since());
  const CombinedValueRecord wholly = Combined(KeyResultSource::SUM, {old, older, never_heard});
  EXPECT_EQ(wholly.stale(), 2);
  EXPECT_EQ(wholly.stale_since().seconds(), 50);
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
