// Where key results will be, as lists tell it, over gRPC.

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_fixture.h"

namespace okapi::goals {
namespace {

using okapi::testing::IsOk;
using ::testing::ElementsAre;

constexpr char kA[] = "organizations/o/objectives/a";
constexpr int64_t kDay = 86400;

class GoalsForecastTest : public GoalsFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    ASSERT_THAT(CreateObjective("a"), IsOk());
    ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
    ASSERT_THAT(CreateKeyResult("l", kWay), IsOk());
    ASSERT_THAT(Activate(), IsOk());
  }
};

TEST_F(GoalsForecastTest, AListTellsForecastsWhereItIsAskedTo) {
  const std::string way =
      "milestones { milestones { milestone_id: 'a' } "
      "milestones { milestone_id: 'b' } milestones { milestone_id: 'c' } }";
  ASSERT_THAT(CreateKeyResult("m", way), IsOk());
  ASSERT_THAT(CreateKeyResult("done", "binary {}"), IsOk());
  for (const int64_t days : {40, 20, 5}) {
    const std::string then = absl::StrCat("value_time { seconds: ", kNow - days * kDay, " }");
    ASSERT_THAT(Report("k", absl::StrCat("value: ", (45 - days) / 5, " ", then)), IsOk());
    ASSERT_THAT(Report("done", absl::StrCat("value: 0 ", then)), IsOk());
    ASSERT_THAT(Report("m", absl::StrCat("done_milestones { milestone_ids: 'a' } ", then)), IsOk());
  }
  const auto list = [this](const std::string& more) {
    return *Call(&Goals::ListKeyResults, "parent: 'organizations/o/objectives/-' " + more);
  };
  const auto plain = list("");
  for (const auto& it : plain.key_results()) EXPECT_FALSE(it.has_forecast()) << it.name();
  std::vector<std::string> foreseen;
  const auto told = list("forecasts: true");
  for (const auto& it : told.key_results()) {
    const auto pace = Call(&Goals::GetPace, Named(it.name()));
    ASSERT_THAT(pace, IsOk());
    EXPECT_EQ(it.forecast().DebugString(), pace->forecast().DebugString()) << it.name();
    if (it.has_forecast()) foreseen.push_back(it.name());
  }
  EXPECT_THAT(foreseen, ElementsAre(KeyResultName("k"), KeyResultName("m")));
  // What is closed goes nowhere any more.
  ASSERT_THAT(Call(&Goals::CloseObjective, Named(kA) + "reason: 'over'"), IsOk());
  const auto closed = list("forecasts: true");
  EXPECT_EQ(closed.key_results_size(), 4);
  for (const auto& it : closed.key_results()) {
    EXPECT_FALSE(it.has_forecast()) << it.name();
  }
}

}  // namespace
}  // namespace okapi::goals
