#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_fixture.h"

namespace okapi::goals {
namespace {

using okapi::testing::IsOk;
using ::testing::Contains;

class GoalsCalibrationTest : public GoalsFixture {};

TEST_F(GoalsCalibrationTest, AnExplanationDoesNotGrowWithoutEnd) {
  // Two key results of every objective, and the last with more reports than are listed.
  for (int i = 0; i < 52; ++i) {
    const std::string id = absl::StrCat("x", i);
    const std::string name = "organizations/o/objectives/" + id;
    ASSERT_THAT(CreateObjective(id), IsOk());
    for (const char* key_result : {"k", "l"}) {
      ASSERT_THAT(
          Call(&Goals::CreateKeyResult, "parent: '" + name + "' key_result_id: '" + key_result +
                                            "' key_result { display_name: 'KR' " + kWay + " }"),
          IsOk());
      const int reports = i == 0 ? 103 : 1;
      for (int j = 0; j < reports; ++j) {
        ASSERT_THAT(Call(&Goals::CreateCheckIn, "parent: '" + name + "/keyResults/" + key_result +
                                                    "' check_in { value: 10 confidence: 1 }"),
                    IsOk());
      }
    }
    ASSERT_THAT(Call(&Goals::ActivateObjective, Named(name)), IsOk());
    ASSERT_THAT(Call(&Goals::CloseObjective, Named(name)), IsOk());
  }
  const auto why = Call(&Review::Explain, Named("organizations/o"));
  ASSERT_THAT(why, IsOk());
  EXPECT_EQ(why->calibration().key_results(), 104);
  EXPECT_EQ(why->calibration().forecasts(), 2 * 103 + 102);
  EXPECT_EQ(why->children_size(), 100);
  EXPECT_THAT(why->steps(), Contains("and 4 more key results, which are not listed and count too"));
  EXPECT_THAT(why->steps(), Contains("confidence_mean = 308 / 308 = 1"));
  EXPECT_EQ(why->children(0).inputs_size(), 100);
  EXPECT_THAT(why->children(0).steps(),
              Contains("before these came 3 more check-ins with a confidence, which count too"));
}

TEST_F(GoalsCalibrationTest, WhatIsSaidAfterTheEndIsNoForecast) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
  ASSERT_THAT(CreateKeyResult("l", kWay), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  ASSERT_THAT(Report("k", "value: 5 confidence: 0.5"), IsOk());
  clock_.Advance(absl::Hours(24 * 60));  // In April everybody knows.
  ASSERT_THAT(Report("k", "value: 10 confidence: 1"), IsOk());
  ASSERT_THAT(Report("l", "value: 10 confidence: 1"), IsOk());
  ASSERT_THAT(Call(&Goals::CloseObjective, Named("organizations/o/objectives/a")), IsOk());
  const auto calibration = Call(&Review::GetCalibration, "parent: 'organizations/o'");
  ASSERT_THAT(calibration, IsOk());
  EXPECT_EQ(calibration->all().forecasts(), 1);
  EXPECT_EQ(calibration->all().key_results(), 1);
  EXPECT_EQ(calibration->all().optimism(), -0.5);
}

}  // namespace
}  // namespace okapi::goals
