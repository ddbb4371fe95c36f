#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using status::ErrorReason;

class GoalsEntryHistoryTest : public GoalsFixture {
 protected:
  static std::string Times(int64_t created, int64_t updated) {
    return absl::StrCat(" history { create_time { seconds: ", created,
                        " } update_time { seconds: ", updated, " } }");
  }
  static std::string Ended(const std::string& cycle) {
    return Named("organizations/o/cycles/" + cycle) +
           "history { state: CLOSED create_time { seconds: 5 } update_time { seconds: 6 } }";
  }
  absl::StatusOr<v1::Cycle> End(const std::string& cycle) {
    return Call(&Organizations::ImportCycleHistory, Ended(cycle));
  }
};

TEST_F(GoalsEntryHistoryTest, TimesAreAsTheyWere) {
  ASSERT_THAT(CreateTeam("t"), IsOk());
  ASSERT_THAT(CreateMember("ann"), IsOk());
  const std::string team = Named("organizations/o/teams/t");
  const std::string member = Named("organizations/o/members/ann");
  const std::string organization = Named("organizations/o");
  ASSERT_THAT(Call(&Organizations::ImportTeamHistory, team + Times(10, 20)), IsOk());
  ASSERT_THAT(Call(&Organizations::ImportMemberHistory, member + Times(11, 21)), IsOk());
  ASSERT_THAT(Call(&Organizations::ImportOrganizationHistory, organization + Times(12, 22)),
              IsOk());
  const auto told = Call(&Organizations::GetTeamHistory, team);
  ASSERT_THAT(told, IsOk());
  EXPECT_EQ(told->create_time().seconds(), 10);
  EXPECT_EQ(told->update_time().seconds(), 20);
  EXPECT_EQ(Call(&Organizations::GetMember, member)->update_time().seconds(), 21);
  EXPECT_EQ(Call(&Organizations::GetOrganizationHistory, organization)->update_time().seconds(),
            22);
}

TEST_F(GoalsEntryHistoryTest, WhatWasChangedHereStaysChanged) {
  ASSERT_THAT(CreateTeam("t"), IsOk());
  clock_.Advance(absl::Hours(1));
  const std::string team = Named("organizations/o/teams/t");
  ASSERT_THAT(Call(&Organizations::UpdateTeam, "team { " + team + " display_name: 'New' }"),
              IsOk());
  EXPECT_THAT(Call(&Organizations::ImportTeamHistory, team + Times(kNow, kNow)),
              ReasonIs(ErrorReason::INVALID_STATE));
  const auto imported = Call(&Organizations::ImportTeamHistory, team + Times(10, 20));
  ASSERT_THAT(imported, IsOk());
  EXPECT_EQ(imported->create_time().seconds(), 10);
  EXPECT_EQ(imported->update_time().seconds(), kNow + 3600);
  EXPECT_THAT(Call(&Organizations::ImportTeamHistory, team + Times(20, 10)),
              testing::BadFieldIs("history.update_time"));
  EXPECT_THAT(Call(&Organizations::ImportTeamHistory, team + Times(kNow * 2, kNow * 2)),
              testing::BadFieldsAre(
                  std::vector<std::string>{"history.create_time", "history.update_time"}));
}

TEST_F(GoalsEntryHistoryTest, NothingIsChangedBeforeItIsCreated) {
  ASSERT_THAT(CreateTeam("t"), IsOk());
  clock_.Advance(absl::Hours(2));
  const std::string team = Named("organizations/o/teams/t");
  const auto later = absl::StrCat(" history { create_time { seconds: ", kNow + 3600, " } }");
  ASSERT_THAT(Call(&Organizations::ImportTeamHistory, team + later), IsOk());
  const auto told = Call(&Organizations::GetTeamHistory, team);
  ASSERT_THAT(told, IsOk());
  EXPECT_EQ(told->create_time().seconds(), kNow + 3600);
  EXPECT_FALSE(told->has_update_time() && told->update_time().seconds() < kNow + 3600);
}

TEST_F(GoalsEntryHistoryTest, RulesComeWithTheHistoryOfAnOrganization) {
  const std::string organization = Named("organizations/o");
  const std::string rules = " change_rules { what: OBJECTIVES who: LEADS }";
  EXPECT_THAT(Call(&Organizations::ImportOrganizationHistory,
                   organization + "history { update_time { seconds: 1 } } change_rules { what: "
                                  "STATES who: WHO_UNSPECIFIED }"),
              testing::BadFieldsAre(
                  std::vector<std::string>{"change_rules[0].who", "history.update_time"}));
  const auto imported =
      Call(&Organizations::ImportOrganizationHistory, organization + Times(10, 20) + rules);
  ASSERT_THAT(imported, IsOk());
  EXPECT_EQ(imported->policy().change_rules_size(), 1);
  EXPECT_EQ(imported->update_time().seconds(), 20);
  EXPECT_THAT(CreateObjective("a"), ReasonIs(ErrorReason::CHANGE_NOT_ALLOWED));
  // It has some now.
  EXPECT_THAT(Call(&Organizations::ImportOrganizationHistory, organization + Times(5, 20) + rules),
              ReasonIs(ErrorReason::INVALID_STATE));
  const auto earlier = Call(&Organizations::ImportOrganizationHistory, organization + Times(5, 20));
  ASSERT_THAT(earlier, IsOk());
  EXPECT_EQ(earlier->policy().change_rules_size(), 1);
}

TEST_F(GoalsEntryHistoryTest, ACycleEndsFromWithinAndWithNothingThatGoesOn) {
  ASSERT_THAT(CreateCycle("january",
                          "start_date { year: 2025 month: 1 day: 1 } end_date { year: 2025 month: "
                          "1 day: 31 } parent_cycle: 'organizations/o/cycles/q1'"),
              IsOk());
  EXPECT_THAT(End("q1"), testing::BadFieldIs("history.state"));
  EXPECT_THAT(End("january"), IsOk());
  ASSERT_THAT(CreateObjective("a", "rollup: CHILDREN"), IsOk());
  ASSERT_THAT(Activate(), IsOk());
  EXPECT_THAT(End("q1"), testing::BadFieldIs("history.state"));
  ASSERT_THAT(
      Call(&Goals::CloseObjective, Named("organizations/o/objectives/a") + "score: 1 reason: 'x'"),
      IsOk());
  const auto ended = End("q1");
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->state(), v1::Cycle::CLOSED);
  EXPECT_EQ(ended->update_time().seconds(), 6);
  EXPECT_EQ(Call(&Organizations::GetCycleHistory, Named("organizations/o/cycles/q1"))->state(),
            v1::Cycle::CLOSED);
  EXPECT_THAT(Call(&Organizations::ImportCycleHistory,
                   Named("organizations/o/cycles/q1") + "history { state: ACTIVE }"),
              ReasonIs(ErrorReason::INVALID_STATE));
}

}  // namespace
}  // namespace okapi::goals
