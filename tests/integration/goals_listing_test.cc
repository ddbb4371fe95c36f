#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/integration/goals_fixture.h"
#include "tests/support/field_matchers.h"

namespace okapi::goals {
namespace {

using okapi::testing::BadFieldIs;
using okapi::testing::IsOk;
using okapi::testing::ReasonIs;
using okapi::testing::StatusIs;
using status::ErrorReason;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// What lists tell of what is not there.
class GoalsListingTest : public GoalsFixture {
 protected:
  // Ids of the objectives, or what went wrong.
  absl::StatusOr<std::vector<std::string>> List(const std::string& filter) {
    const auto list = Call(&Goals::ListObjectives, "parent: 'organizations/o' " + filter);
    if (!list.ok()) return list.status();
    std::vector<std::string> ids;
    for (const auto& objective : list->objectives()) {
      ids.push_back(objective.name().substr(objective.name().rfind('/') + 1));
    }
    return ids;
  }
  absl::Status ListsNothing(const std::string& filter) {
    const auto ids = List(filter);
    EXPECT_THAT(ids.value_or(std::vector<std::string>()), IsEmpty()) << filter;
    return ids.status();
  }
};

TEST_F(GoalsListingTest, NothingLiesUnderWhatIsNotThere) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
  const auto missing =
      AllOf(StatusIs(absl::StatusCode::kNotFound), ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
  const std::string objective = "parent: 'organizations/o/objectives/";
  const std::string nobody = "parent: 'organizations/p'";
  EXPECT_THAT(Call(&Organizations::ListTeams, nobody), missing);
  EXPECT_THAT(Call(&Organizations::ListMembers, nobody), missing);
  EXPECT_THAT(Call(&Organizations::ListCycles, nobody), missing);
  EXPECT_THAT(Call(&Goals::ListObjectives, nobody), missing);
  const std::string anybody = "parent: 'organizations/-'";
  EXPECT_THAT(Call(&Organizations::ListTeams, anybody)->teams(), IsEmpty());
  EXPECT_THAT(Call(&Organizations::ListMembers, anybody)->members(), IsEmpty());
  EXPECT_THAT(Call(&Organizations::ListCycles, anybody)->cycles(), SizeIs(1));
  EXPECT_THAT(Call(&Goals::ListObjectives, anybody)->objectives(), SizeIs(1));
  EXPECT_THAT(Call(&Goals::ListKeyResults, objective + "b'"), missing);
  EXPECT_THAT(Call(&Goals::ListInitiatives, objective + "b'"), missing);
  EXPECT_THAT(Call(&Goals::ListComments, objective + "b'"), missing);
  EXPECT_THAT(Call(&Goals::ListCheckIns, objective + "a/keyResults/l'"), missing);
  EXPECT_THAT(Call(&Goals::ListKeyResults, objective + "-'")->key_results(), SizeIs(1));
  EXPECT_THAT(Call(&Goals::ListInitiatives, objective + "a'")->initiatives(), IsEmpty());
  EXPECT_THAT(Call(&Goals::ListComments, objective + "a'")->comments(), IsEmpty());
  EXPECT_THAT(Call(&Goals::ListCheckIns, objective + "a/keyResults/k'")->check_ins(), IsEmpty());
}

TEST_F(GoalsListingTest, AFilterThatNamesNothingIsAnError) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  const auto unknown =
      AllOf(StatusIs(absl::StatusCode::kNotFound), ReasonIs(ErrorReason::RESOURCE_NOT_FOUND));
  for (const std::string filter :
       {"cycle: 'organizations/o/cycles/q9'", "team: 'organizations/o/teams/t'",
        "owner: 'organizations/o/members/m'", "aligned_to: 'organizations/o/objectives/b'"}) {
    EXPECT_THAT(ListsNothing(filter), unknown) << filter;
  }
  EXPECT_THAT(ListsNothing("cycle: 'organizations/p/cycles/q1'"), BadFieldIs("cycle"));
  EXPECT_THAT(ListsNothing("aligned_to: 'organizations/o/objectives/a'"), IsOk());
  const std::string cycle = "cycle: 'organizations/o/cycles/q9'";
  EXPECT_THAT(Call(&Review::ListFindings, "parent: 'organizations/o/objectives/-' " + cycle),
              unknown);
  EXPECT_THAT(Call(&Review::GetCalibration, "parent: 'organizations/o' " + cycle), unknown);
  EXPECT_THAT(
      Call(&Review::ListDue, "parent: 'organizations/o' member: 'organizations/o/members/m'"),
      unknown);
}

TEST_F(GoalsListingTest, CommentsAreAboutSomething) {
  ASSERT_THAT(CreateObjective("a"), IsOk());
  ASSERT_THAT(CreateObjective("b"), IsOk());
  ASSERT_THAT(CreateKeyResult("k", kWay), IsOk());
  ASSERT_THAT(Call(&Goals::CreateInitiative,
                   "parent: 'organizations/o/objectives/a' initiative_id: 'i' "
                   "initiative { display_name: 'I' }"),
              IsOk());
  const std::string initiative = "organizations/o/objectives/a/initiatives/i";
  ASSERT_THAT(Call(&Goals::CreateComment,
                   "parent: 'organizations/o/objectives/a' comment_id: 'm' comment { text: 'No' "
                   "subject: '" +
                       initiative + "' }"),
              IsOk());
  const auto list = [this](const std::string& subject) {
    return Call(&Goals::ListComments,
                "parent: 'organizations/o/objectives/a' subject: '" + subject + "'");
  };
  for (const std::string subject :
       {"organizations/o/objectives/a", "organizations/o/objectives/a/keyResults/k",
        "organizations/o/objectives/a/comments/m"}) {
    ASSERT_THAT(list(subject), IsOk()) << subject;
    EXPECT_THAT(list(subject)->comments(), IsEmpty()) << subject;
  }
  for (const std::string subject :
       {"/keyResults/l", "/keyResults/k/checkIns/c", "/initiatives/j", "/comments/n", "/x/y"}) {
    EXPECT_THAT(
        list("organizations/o/objectives/a" + subject),
        AllOf(StatusIs(absl::StatusCode::kNotFound), ReasonIs(ErrorReason::RESOURCE_NOT_FOUND)))
        << subject;
  }
  EXPECT_THAT(list("organizations/o/objectives/b"), BadFieldIs("subject"));
  // What was said stays to be found when what it is about is gone.
  ASSERT_THAT(Call(&Goals::DeleteInitiative, Named(initiative)), IsOk());
  EXPECT_THAT(list(initiative)->comments(), SizeIs(1));
}

TEST_F(GoalsListingTest, ATeamWithThoseBelowIt) {
  ASSERT_THAT(CreateTeam("sales"), IsOk());
  ASSERT_THAT(CreateTeam("north", "parent_team: 'organizations/o/teams/sales'"), IsOk());
  ASSERT_THAT(CreateTeam("hanoi", "parent_team: 'organizations/o/teams/north'"), IsOk());
  ASSERT_THAT(CreateTeam("support"), IsOk());
  for (const std::string team : {"sales", "north", "hanoi", "support"}) {
    ASSERT_THAT(CreateObjective(team + "-goal", "team: 'organizations/o/teams/" + team + "' "),
                IsOk());
  }
  ASSERT_THAT(CreateObjective("nobodys"), IsOk());
  const std::string below = " include_sub_teams: true";
  EXPECT_THAT(*List("team: 'organizations/o/teams/sales'"), ElementsAre("sales-goal"));
  EXPECT_THAT(*List("team: 'organizations/o/teams/sales'" + below),
              ElementsAre("hanoi-goal", "north-goal", "sales-goal"));
  EXPECT_THAT(*List("team: 'organizations/o/teams/north'" + below),
              ElementsAre("hanoi-goal", "north-goal"));
  EXPECT_THAT(*List("team: 'organizations/o/teams/support'" + below), ElementsAre("support-goal"));
  EXPECT_THAT(ListsNothing(below), BadFieldIs("include_sub_teams"));
}

}  // namespace
}  // namespace okapi::goals
