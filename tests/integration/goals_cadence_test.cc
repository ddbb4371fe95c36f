// How often teams report: whose rhythm holds for an objective, in what is due and what is found.

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;

// Of the objective `a` of `sales`, which lies in `company`, with reports of Saturday 15 February;
// it is Monday, the 24th.
class GoalsCadenceTest : public GoalsFixture {
 protected:
  void SetUp() override {
    GoalsFixture::SetUp();
    ASSERT_THAT(CreateTeam("company"), IsOk());
    ASSERT_THAT(CreateTeam("sales", "parent_team: 'organizations/o/teams/company'"), IsOk());
    ASSERT_THAT(CreateObjective("a", "team: 'organizations/o/teams/sales'"), IsOk());
    ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
    ASSERT_THAT(CreateKeyResult("l", kWay), IsOk());
    ASSERT_THAT(Activate(), IsOk());
    ASSERT_THAT(Report("k", "value: 1"), IsOk());
    ASSERT_THAT(Report("l", "value: 1"), IsOk());
    clock_.Advance(absl::Hours(24 * 9));
  }

  absl::StatusOr<v1::Team> SetTeam(const std::string& id, const std::string& cadence) {
    return Call(&Organizations::UpdateTeam,
                absl::StrCat("team { name: 'organizations/o/teams/", id, "' ", cadence,
                             " } update_mask { paths: 'cadence' }"));
  }
  int Due() {
    const auto due = Call(&Review::ListDue, "parent: 'organizations/o'");
    EXPECT_THAT(due, IsOk());
    return due->due_size();
  }
  int Overdue() {
    const auto found = Call(&Review::ListFindings, "parent: 'organizations/o/objectives/a'");
    EXPECT_THAT(found, IsOk());
    int overdue = 0;
    for (const auto& finding : found->findings()) {
      overdue += finding.code() == v1::Finding::CHECK_IN_OVERDUE ? 1 : 0;
    }
    return overdue;
  }
};

TEST_F(GoalsCadenceTest, TheNearestTeamThatSaysSoGoesBeforeTheCycle) {
  EXPECT_EQ(Due(), 0);  // Nobody has said anything.
  ASSERT_THAT(SetTeam("company", "cadence { every: WEEK }"), IsOk());
  EXPECT_EQ(Due(), 2);
  EXPECT_EQ(Overdue(), 2);  // Since Friday.
  ASSERT_THAT(SetTeam("sales", "cadence { every: NEVER }"), IsOk());
  EXPECT_EQ(Due(), 0);
  EXPECT_EQ(Overdue(), 0);
  ASSERT_THAT(Call(&Organizations::UpdateCycle,
                   "cycle { name: 'organizations/o/cycles/q1' cadence { every: WEEK } }"),
              IsOk());
  EXPECT_EQ(Due(), 0);
  ASSERT_THAT(SetTeam("sales", ""), IsOk());
  EXPECT_EQ(Due(), 2);
  ASSERT_THAT(SetTeam("company", "cadence { every: MONTH }"), IsOk());
  EXPECT_EQ(Due(), 0);  // Not before 7 March.
  ASSERT_THAT(Call(&Goals::UpdateObjective,
                   "objective { name: 'organizations/o/objectives/a' cadence { day: MONDAY } }"),
              IsOk());
  EXPECT_EQ(Due(), 2);
}

TEST_F(GoalsCadenceTest, IsCheckedAndShown) {
  EXPECT_THAT(SetTeam("sales", "cadence { fresh_days: 31 }"),
              BadFieldIs("team.cadence.fresh_days"));
  EXPECT_THAT(SetTeam("sales", "cadence { fresh_days: -1 }"),
              BadFieldIs("team.cadence.fresh_days"));
  EXPECT_THAT(SetTeam("sales", "cadence { every: 9 }"), BadFieldIs("team.cadence.every"));
  ASSERT_THAT(SetTeam("sales", "cadence { every: TWO_WEEKS day: MONDAY fresh_days: 0 }"), IsOk());
  const auto team = Call(&Organizations::GetTeam, Named("organizations/o/teams/sales"));
  ASSERT_THAT(team, IsOk());
  EXPECT_EQ(team->cadence().every(), v1::Cadence::TWO_WEEKS);
  EXPECT_TRUE(team->cadence().has_fresh_days());
}

}  // namespace
}  // namespace okapi::goals
