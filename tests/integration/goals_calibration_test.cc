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

}  // namespace
}  // namespace okapi::goals
